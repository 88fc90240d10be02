"""Opening the register: what is there at once, and what comes after it."""

from __future__ import annotations

import gc
import subprocess
import sys

from followup.tui.register_page import RegisterPage

LATER = {
    *("jsonschema_rs", "git", "watchfiles", "edtf", "tree_sitter", "tomllib"),
    *(f"followup.tui.{name}" for name in ("form_page", "toml_page", "side_page", "search_page", "picker")),
    *("followup.tui.reading_view", "followup.validate", "followup.history"),
}


def test_the_first_painting_waits_for_nothing_that_only_later_pages_need():
    code = "import followup.tui.app, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "followup.tui.register_page" in loaded
    assert not LATER & set(loaded)


async def test_garbage_is_looked_for_again_as_soon_as_the_register_is_shown(ui, root):
    gc.disable()
    try:
        async with ui.opened(root):
            assert gc.isenabled()
    finally:
        gc.enable()


async def test_the_list_is_the_first_screen_and_the_record_follows_beside_it(ui, root):
    async with ui.opened(root, (120, 40)) as pilot:
        assert [type(each) for each in pilot.app.screen_stack] == [RegisterPage]
        assert "Children must be safe" in pilot.app.screen.query_one("#preview").plain
