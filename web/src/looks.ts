// How each status looks: a colour and a hatch of its own, so that it reads without colour. The colours are those of the page.

export const STATUSES = ["cancelled", "reduced", "cleared", "suspected", "confirmed"] as const;
export type Status = (typeof STATUSES)[number];

const SIZE = 16; // pixels of a pattern at pixel ratio 2: 8 on the page

/** A colour of the page's style sheet, `--suspected`. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#888";
}

/** The fill of a status with its hatch, to be repeated. */
export function hatch(status: Status, pixels = SIZE): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = pixels;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = colour(status);
  pen.fillRect(0, 0, pixels, pixels);
  pen.strokeStyle = pen.fillStyle = colour(`${status}-line`);
  pen.lineWidth = pixels / 9;
  STROKES[status](pen, pixels);
  return pen.getImageData(0, 0, pixels, pixels);
}

type Pen = CanvasRenderingContext2D;
const STROKES: Record<Status, (pen: Pen, size: number) => void> = {
  suspected: (pen, size) => diagonals(pen, size, 1),
  confirmed: (pen, size) => {
    diagonals(pen, size, 1);
    diagonals(pen, size, -1);
  },
  cancelled: (pen, size) => {
    for (const [x, y] of [[0.25, 0.25], [0.75, 0.75]] as const) pen.fillRect(x * size - 1, y * size - 1, 2, 2);
  },
  reduced: (pen, size) => line(pen, 0, size / 2, size, size / 2),
  cleared: () => undefined,
};

function diagonals(pen: Pen, size: number, direction: 1 | -1): void {
  for (const shift of [-1, 0, 1])
    line(pen, shift * size, direction > 0 ? size : 0, (shift + 1) * size, direction > 0 ? 0 : size);
}

function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** The sign of a point layer on a disc: a triangle for an accident, a diamond for a find. */
export function sign(layer: string, pixels = 44): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = pixels;
  const pen = canvas.getContext("2d")!;
  const corners = layer === "accidents" ? 3 : 4;
  pen.beginPath();
  for (let at = 0; at < corners; at++) {
    const angle = (2 * Math.PI * at) / corners - Math.PI / 2;
    const [x, y] = [pixels / 2 + Math.cos(angle) * pixels * 0.4, pixels / 2 + Math.sin(angle) * pixels * 0.4 + (corners === 3 ? 4 : 0)];
    if (at) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  }
  pen.closePath();
  pen.fillStyle = colour("ink");
  pen.strokeStyle = colour("paper");
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  pen.stroke();
  pen.fill();
  return pen.getImageData(0, 0, pixels, pixels);
}
