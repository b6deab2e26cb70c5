// paths FROM TO --direction dependence --all --max-steps 4: every path without loops along dependence, login left out,
// with its steps. $from and $to are the systems' ids. `graphsvc paths` also follows the way the data moves, which goes
// against some flows, and counts costs; validity is not looked at here.
// Loops are left out a second time at the end: ACYCLIC of Ladybug 0.22 lets a path come back to its own ends.
MATCH path = (source:system {id: $from})-[:flow* ACYCLIC 1..4 (f, n | WHERE f.mode IS NULL OR f.mode <> 'login')]->(target:system {id: $to})
WITH DISTINCT list_transform(nodes(path), n -> n.id) AS systems
WHERE size(list_distinct(systems)) = size(systems)
RETURN systems, size(systems) - 1 AS steps
ORDER BY steps, list_to_string(' ', systems)
