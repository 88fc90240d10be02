from __future__ import annotations

import pytest
from followup.history.exchange_errors import NoRemote, WhichRemote
from followup.history.remotes import default_branch, request_page, target_of, web_address

HUB = "https://github.com/ada/register"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("git@github.com:ada/register.git", HUB),
        ("github.com:ada/register", HUB),
        ("ssh://git@github.com/ada/register.git", HUB),
        ("ssh://git@github.com:2222/ada/register.git/", HUB),
        ("https://github.com/ada/register.git", HUB),
        ("https://ada:secret@github.com/ada/register", HUB),
        ("https://git.example:8443/a/b/c.git", "https://git.example:8443/a/b/c"),
        ("http://git.example/a", "http://git.example/a"),
        ("https://github.com/a b/<x>", "https://github.com/a%20b/%3Cx%3E"),
        ("/srv/git/register.git", ""),
        ("../register", ""),
        ("file:///srv/git/register.git", ""),
        ("C:/register", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_repository(url, page):
    assert web_address(url) == page


@pytest.mark.parametrize(
    ("host", "base", "page"),
    [
        ("github.com", "main", "/compare/main...my/change?expand=1"),
        ("github.example.eu", None, "/compare/my/change?expand=1"),
        (
            "gitlab.com",
            "main",
            "/-/merge_requests/new?merge_request%5Bsource_branch%5D=my%2Fchange&merge_request%5Btarget_branch%5D=main",
        ),
        ("codeberg.org", "main", "/compare/main...my/change"),
        ("forgejo.example", None, "/compare/my/change"),
    ],
)
def test_the_page_of_a_request(host, base, page):
    assert request_page(f"git@{host}:ada/register.git", base, "my/change") == f"https://{host}/ada/register{page}"


def test_no_page_where_none_is_known():
    assert request_page("git@git.example:a/b", "main", "x") == ""
    assert request_page("/srv/git", "main", "x") == ""


def test_what_a_branch_is_exchanged_with(clone):
    with pytest.raises(NoRemote, match="git remote add origin"):
        target_of(clone.repo, "main")
    clone.git("remote", "add", "upstream", "/nowhere")
    assert str(target_of(clone.repo, "main")) == "upstream/main"
    clone.git("remote", "add", "other", "/elsewhere")
    with pytest.raises(WhichRemote, match="other, upstream"):
        target_of(clone.repo, "main")
    clone.git("remote", "add", "origin", "/origin")
    assert target_of(clone.repo, "main").url == "/origin"
    clone.git("config", "branch.main.remote", "other")
    clone.git("config", "branch.main.merge", "refs/heads/trunk")
    assert str(target_of(clone.repo, "main")) == "other/trunk"
    clone.git("config", "branch.main.remote", ".")
    assert str(target_of(clone.repo, "main")) == "origin/main"


def test_the_branch_that_all_start_with(clone):
    assert default_branch(clone.repo, "origin") is None
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert default_branch(clone.repo, "origin") == "main"
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert default_branch(clone.repo, "origin") == "trunk"
