"""The drawn pages in a browser: Chromium without a window, if one is installed. Nothing else here needs one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

import rejoinder

HOME = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
PATIENCE = 120
"""Seconds; a browser that has not answered by then never will."""

Browse: TypeAlias = Callable[..., tuple[str, str]]

LETTER = """\
title: "</title><script>document.documentElement.dataset.harmed = 'title'</script>"
author: Ada Quill
date: 2025-03-14
body: |
  Dear `<img src=x onerror="document.documentElement.dataset.harmed = 1">`,

  It is never too late to answer a letter, as long as there is somebody who may be thought to wait for it;[^a] nobody
  who writes to a journal has ever been known to stop waiting, whatever is said of them by those who are to answer.

  [^a]: `</svg><script>document.documentElement.dataset.harmed = 'note'</script>`
"""

TRIAL = """
<script>
addEventListener("load", () => {
  const seen = (key) => getComputedStyle(document.querySelector(".layer." + key)).display !== "none";
  const press = (key) => dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const key = (one) => { document.body.dispatchEvent(new KeyboardEvent("keydown", { key: one, bubbles: true })); };
  const said = {};
  said.opened = ["grid", "looseness"].map(seen).join();
  key("l"); said.pressed = ["grid", "looseness"].map(seen).join();
  key("g"); said.again = ["grid", "looseness"].map(seen).join();
  key("0"); said.none = ["grid", "looseness", "marks"].some((one) => document.querySelector(".layer." + one) ? seen(one) : false);
  document.getElementById("show-frames").click(); said.clicked = seen("frames");
  said.hash = location.hash;
  key("j"); said.finding = document.querySelectorAll(".findings [aria-current]").length + "," + document.querySelectorAll(".marks .here").length;
  document.getElementById("keys").click(); key("g"); said.silent = seen("grid");
  said.waiting = document.querySelectorAll("template").length;
  dispatchEvent(new Event("beforeprint")); said.printed = document.querySelectorAll("template").length;
  const ink = document.querySelector("#p1 .ink").getBoundingClientRect(), page = document.querySelector("#p1 svg").getBoundingClientRect();
  said.ink = ink.width > page.width * 0.7 && ink.height > page.height * 0.7;
  document.documentElement.dataset.said = JSON.stringify(said);
});
</script>
"""  # noqa: E501


@pytest.fixture(scope="module")
def browse(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    """Run Chromium on a page: what it wrote, and what it said."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(f"no Chromium is installed (looked for {', '.join(NAMES)})")
    own = tmp_path_factory.mktemp("chromium")

    def run(*arguments: str) -> tuple[str, str]:
        command = [
            found, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr",
            "--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=1500,1150",
            f"--user-data-dir={own}", *arguments,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    try:
        dom, said = run("--dump-dom", "data:text/html,<p>ready")
    except subprocess.TimeoutExpired:
        pytest.skip(f"{found} does not answer here")
    if "ready" not in dom:
        pytest.skip(f"{found} does not run here: {said[-300:]}")
    return run


def console(said: str) -> list[str]:
    """What a page said on the console; a breach of its policy is said there too."""
    return [one for one in said.splitlines() if "CONSOLE" in one]


def test_layers_keys_and_findings_work(browse: Browse, tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    html = rejoinder.inspect(HOME / "content" / "many-hands.md").html()
    page.write_text(html.replace("</body>", f"{TRIAL}</body>"), encoding="utf-8")
    dom, said = browse("--virtual-time-budget=3000", "--dump-dom", f"{page.as_uri()}#show=grid")
    assert console(said) == []
    found = re.search(r'data-said="([^"]*)"', dom)
    assert found is not None
    import json

    assert json.loads(found[1].replace("&quot;", '"')) == {
        "opened": "true,false",
        "pressed": "true,true",
        "again": "false,true",
        "none": False,
        "clicked": True,
        "hash": "#show=frames",
        "finding": "1,1",
        "silent": False,
        "waiting": 0,
        "printed": 0,
        "ink": True,
    }


def test_pages_far_down_are_drawn_for_the_printer(browse: Browse, tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    long = "title: T\nauthor: A B\ndate: 2025-01-01\nbody: |\n" + "  A word or two of text.\n\n" * 2000
    html = rejoinder.inspect(long).html()
    trial = """<script>addEventListener("load", () => {
      const waiting = () => document.querySelectorAll("template").length;
      const before = waiting();
      dispatchEvent(new Event("beforeprint"));
      document.documentElement.dataset.said = [before > 0, waiting(), document.querySelectorAll(".page svg").length];
    });</script>"""
    page.write_text(html.replace("</body>", f"{trial}</body>"), encoding="utf-8")
    dom, said = browse("--virtual-time-budget=3000", "--dump-dom", page.as_uri())
    assert console(said) == []
    assert f'data-said="true,0,{html.count("<section")}"' in dom


def test_what_strangers_write_does_nothing(browse: Browse, tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    html = rejoinder.inspect(LETTER).html()
    page.write_text(html, encoding="utf-8")
    dom, said = browse("--virtual-time-budget=2000", "--dump-dom", page.as_uri())
    assert console(said) == []
    assert "data-harmed" not in dom and 'class="ink"' in dom
    assert (dom.count("<script"), dom.count("<style")) == (html.count("<script>"), html.count("<style>")) == (1, 1)


def test_a_layer_is_seen(browse: Browse, tmp_path: Path) -> None:
    from PIL import Image, ImageChops

    page = tmp_path / "letter.html"
    page.write_text(rejoinder.inspect(HOME / "content" / "short-reply.yaml").html(), encoding="utf-8")

    def picture(shown: str) -> Image.Image:
        to = tmp_path / f"{shown or 'nothing'}.png"
        browse(f"--screenshot={to}", f"{page.as_uri()}#show={shown}")
        return Image.open(to).convert("RGB").crop((300, 0, 1150, 1150))  # the page without what stands beside it

    bare, tinted = picture(""), picture("looseness")
    assert len(bare.getcolors(1 << 20) or ()) > 20  # something is printed on it
    box = ImageChops.difference(bare, tinted).getbbox()
    assert box is not None and box[3] - box[1] > 200
