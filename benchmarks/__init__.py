"""Measurements, as ratios against peers on the same files in one run."""
