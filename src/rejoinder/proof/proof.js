"use strict";
(() => {
  const boxes = [...document.querySelectorAll("input[data-layer]")];
  const links = [...document.querySelectorAll(".findings a")];
  const zoom = document.getElementById("zoom");
  const keys = document.getElementById("keys");
  let current = -1;

  /* Pages far down are laid out when somebody comes near them. */
  const draw = (page) => {
    const waiting = page.querySelector("template");
    if (waiting) waiting.replaceWith(waiting.content);
  };
  const drawAll = () => document.querySelectorAll(".page").forEach(draw);
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) {
      if (!one.isIntersecting) continue;
      draw(one.target);
      near.unobserve(one.target);
    }
  }, { rootMargin: "1500px 0px" });
  document.querySelectorAll(".page:has(template)").forEach((page) => near.observe(page));
  addEventListener("beforeprint", drawAll);

  const show = (names) => boxes.forEach((box) => { box.checked = names.includes(box.dataset.layer); });
  const shown = () => boxes.filter((box) => box.checked).map((box) => box.dataset.layer);
  const remember = () => history.replaceState(null, "", "#show=" + shown().join(","));
  const toggle = (box) => { box.checked = !box.checked; remember(); };

  const goTo = (index) => {
    const link = links[index];
    if (!link) return;
    current = index;
    draw(document.getElementById("p" + link.dataset.page));
    for (const box of boxes) if (box.dataset.layer === link.dataset.layer || box.dataset.layer === "marks") box.checked = true;
    for (const other of document.querySelectorAll(".marks .here")) other.classList.remove("here");
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const mark = document.getElementById(link.hash.slice(1));
    if (mark) {
      mark.classList.add("here");
      mark.scrollIntoView({ block: "center", inline: "nearest" });
    }
  };

  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash.startsWith("show=")) show(hash.slice(5).split(","));
    const index = links.findIndex((link) => link.hash === "#" + hash);
    if (index !== -1) goTo(index);
  };

  links.forEach((link, index) => link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(index);
    history.replaceState(null, "", link.hash);
  }));
  boxes.forEach((box) => box.addEventListener("change", remember));
  document.getElementById("none").addEventListener("click", () => { show([]); remember(); });
  zoom.addEventListener("input", () => document.documentElement.style.setProperty("--zoom", zoom.value));
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const box = boxes.find((one) => one.getAttribute("aria-keyshortcuts") === event.key);
    if (box) toggle(box);
    else if (event.key === "0") { show([]); remember(); }
    else if (event.key === "j") { goTo(Math.min(current + 1, links.length - 1)); links[current]?.scrollIntoView({ block: "nearest" }); }
    else if (event.key === "k") { goTo(Math.max(current - 1, 0)); links[current]?.scrollIntoView({ block: "nearest" }); }
    else return;
    event.preventDefault();
  });
  follow();
})();
