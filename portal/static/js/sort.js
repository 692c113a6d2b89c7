// Files of several materials chosen in one go: each is taken, by its name, for one of them; whoever chose them has the last word.
(() => {
  "use strict";

  const ENOUGH = 0.6; // this share of the words of the shorter name, at least
  // copy, original, scan, photograph, newest, sealed: words of file names that tell nothing of what a file is
  const SAYS_NOTHING = /\u590d\u5370\u4ef6|\u539f\u4ef6|\u626b\u63cf\u4ef6|\u7167\u7247|\u6700\u65b0|\u76d6\u7ae0|copy|scan|final/gi;

  // What a name is made of: pairs of Chinese characters, and Latin words.
  const partsOf = (name) => {
    const plain = name.normalize("NFKC").toLowerCase().replace(/\.[a-z0-9]{2,5}$/, "").replace(SAYS_NOTHING, " ");
    const found = new Set(plain.match(/[a-z]{3,}/g) || []);
    for (const run of plain.match(/[\u4e00-\u9fff]+/g) || []) {
      for (let at = 0; at + 2 <= run.length; at += 1) found.add(run.slice(at, at + 2));
    }
    return found;
  };

  const likeness = (file, label) => {
    const shared = [...file].filter((part) => label.has(part)).length;
    return shared < 2 ? 0 : shared / Math.min(file.size, label.size) + shared / 1000;
  };

  // The one option that a file's name tells of; none where two are as likely, or none is.
  const proposal = (name, options) => {
    const parts = partsOf(name);
    const scored = options.map((option) => [Math.max(...option.dataset.names.split("|").map((one) => likeness(parts, partsOf(one)))), option])
      .sort(([one], [other]) => other - one);
    const [best, next] = scored;
    return best && best[0] >= ENOUGH && !(next && next[0] === best[0]) ? best[1] : null;
  };

  const sorting = (form) => {
    const box = form.querySelector("[data-sorted]");
    const list = box.querySelector("ul");
    const one = form.querySelector("template");
    let chosen = [];

    const line = (file, at) => {
      const item = one.content.cloneNode(true).querySelector("li");
      const select = item.querySelector("select");
      item.querySelector("span").textContent = file.name;
      select.id = `sort-${at}`;
      select.setAttribute("aria-label", form.dataset.wordsWhich.replace("{name}", file.name));
      const found = proposal(file.name, [...select.options].filter((option) => option.dataset.names));
      if (found) found.selected = true;
      return item;
    };

    const complain = (selects) => {
      box.querySelector(".invalid-feedback")?.remove();
      for (const select of list.querySelectorAll("select")) select.classList.toggle("is-invalid", selects.includes(select));
      if (!selects.length) return;
      const words = Object.assign(document.createElement("p"), { className: "invalid-feedback", textContent: form.dataset.wordsOpen });
      words.setAttribute("role", "alert");
      list.after(words);
      selects[0].focus();
    };

    form.addEventListener("change", (event) => {
      if (!event.target.matches("input[type=file]") || !event.target.files.length) return;
      chosen = [...event.target.files];
      event.target.value = "";
      list.replaceChildren(...chosen.map(line));
      complain([]);
      box.hidden = false;
      (list.querySelector("select:has(option[value='']:checked)") || box.querySelector("button")).focus();
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const selects = [...list.querySelectorAll("select")];
      const open = selects.filter((select) => !select.value);
      complain(open);
      if (open.length) return;
      const groups = new Map();
      selects.forEach((select, at) => {
        const option = select.selectedOptions[0];
        const place = `${option.dataset.item} ${option.value}`;
        groups.set(place, [...(groups.get(place) || []), chosen[at]]);
      });
      box.hidden = true;
      list.replaceChildren();
      for (const [place, files] of groups) {
        const [item, material] = place.split(" ");
        const upload = document.querySelector(`#${CSS.escape(item)} form[data-upload]`);
        const kind = upload?.querySelector(`input[type=radio][name=material][value="${CSS.escape(material)}"]`);
        if (kind) kind.checked = true;
        upload?.dispatchEvent(new CustomEvent("ow-files", { bubbles: true, detail: files }));
      }
    });
  };

  for (const form of document.querySelectorAll("form[data-sort]")) sorting(form);
})();
