interface Mark { before: string; after: string; line?: boolean }

const MARKS: Readonly<Record<string, Mark>> = {
  bold: { before: "**", after: "**" },
  italic: { before: "*", after: "*" },
  link: { before: "[", after: "](https://)" },
  math: { before: "$", after: "$" },
  quote: { before: "> ", after: "", line: true },
  list: { before: "- ", after: "", line: true },
  numbers: { before: "1. ", after: "", line: true },
  heading: { before: "## ", after: "", line: true },
  table: { before: "\n\n| ", after: " |  |\n| --- | --- |\n|  |  |\n\n" },
  paid: { before: "\n\n[[paid]]\n\n", after: "" },
};

/** Writes over the selection so that the browser's undo still knows it. */
export function write(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function lines(area: HTMLTextAreaElement, mark: Mark): void {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  area.setSelectionRange(start, end);
  const marked = area.value.slice(start, end).split("\n").map((line) => mark.before + line).join("\n");
  write(area, marked);
}

/** Puts a mark around what is selected. */
export function insertMark(area: HTMLTextAreaElement, name: string): void {
  const { selectionStart: start, selectionEnd: end } = area;
  const selected = area.value.slice(start, end);
  const mark = name === "code"
    ? (selected.includes("\n") ? { before: "```\n", after: "\n```" } : { before: "`", after: "`" })
    : MARKS[name];
  if (!mark) return;
  if (mark.line) return lines(area, mark);
  write(area, mark.before + selected + mark.after);
  if (!mark.after) return;
  const from = start + mark.before.length;
  area.setSelectionRange(from, from + selected.length);
}
