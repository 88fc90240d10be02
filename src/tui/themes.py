"""Light, dark and high-contrast colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from textual.widgets.text_area import TextAreaTheme

DARK = Theme(
    name="followup-dark",
    primary="#7aa2d6",
    secondary="#8b9bb4",
    accent="#e0af68",
    foreground="#d5dae3",
    background="#14171c",
    surface="#181c22",
    panel="#232932",
    boost="#2b323d",
    success="#8fbf7f",
    warning="#e0af68",
    error="#ef7f86",
    dark=True,
    variables={"block-cursor-text-style": "none", "border-blurred": "#3a4350", "muted": "#858f9f", "link": "#82b7c9"},
)
LIGHT = Theme(
    name="followup-light",
    primary="#1f5fa8",
    secondary="#56657a",
    accent="#8a5a00",
    foreground="#1d232b",
    background="#fbfaf7",
    surface="#f5f3ee",
    panel="#e8e5dd",
    boost="#dedad0",
    success="#2d6a2d",
    warning="#8a5a00",
    error="#b3261e",
    dark=False,
    variables={"block-cursor-text-style": "none", "border-blurred": "#c5c0b4", "muted": "#68717d", "link": "#0b6478"},
)
CONTRAST = Theme(
    name="followup-high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#333333",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    dark=True,
    variables={"block-cursor-text-style": "bold", "border-blurred": "#ffffff", "muted": "#ffffff", "link": "#00ffff"},
)
THEMES = {
    "followup-dark": (DARK, "Dark", "quiet colours on a dark ground"),
    "followup-light": (LIGHT, "Light", "for bright rooms"),
    "followup-high-contrast": (CONTRAST, "High contrast", "white, yellow and cyan on black"),
}


def toml_theme(theme: Theme) -> TextAreaTheme:
    """The colours of a file that is edited as text, from those of a theme."""
    from rich.style import Style
    from textual.widgets.text_area import TextAreaTheme

    colours = {
        "comment": Style(color=theme.variables["muted"], italic=True),
        "string": Style(color=theme.success),
        "number": Style(color=theme.accent),
        "boolean": Style(color=theme.accent),
        "float": Style(color=theme.accent),
        "toml.datetime": Style(color=theme.accent),
        "property": Style(color=theme.variables["link"]),
        "toml.type": Style(color=theme.variables["link"]),
        "toml.error": Style(color=theme.error, underline=True),
    }
    return TextAreaTheme(name=theme.name, syntax_styles=colours)
