// Every node stands where the map has it; nothing moves, nothing is loaded, and every word is text on a canvas.
const data = JSON.parse(document.getElementById("data").textContent);
const place = document.getElementById("network");
const network = new vis.Network(place, { nodes: data.nodes, edges: data.edges }, {
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  nodes: { fixed: true, shapeProperties: { borderRadius: 3 } },
  edges: { smooth: { enabled: true, type: "curvedCW", roundness: 0.25 }, selectionWidth: 2 },
  interaction: { dragNodes: false, hover: true, keyboard: false, navigationButtons: false, tooltipDelay: 200 },
});
network.once("afterDrawing", () => place.setAttribute("data-ready", "true"));
// As wide as there is room for, from the top; the rest is below, to be dragged up.
const start = Math.min(...data.nodes.map((node) => node.y - node.heightConstraint.minimum / 2));
const scale = Math.min(place.clientWidth / (data.width + 24), 1.5);
network.moveTo({ position: { x: data.width / 2, y: start + place.clientHeight / scale / 2 - 12 }, scale, animation: false });
