// paths FROM TO --direction dependence --all --max-steps 4: every path without loops along dependence, login left out,
// with its steps. $from and $to are the systems' ids. `graphsvc paths` also follows the way the data moves, which goes
// against some flows, and counts costs; validity is not looked at here.
// Apart from paths.cypher because Neo4j has no ACYCLIC, and other functions of lists.
MATCH path = (:system {id: $from})(()-[f:flow WHERE f.mode IS NULL OR f.mode <> 'login']->()){1,4}(:system {id: $to})
WITH DISTINCT [n IN nodes(path) | n.id] AS systems
WHERE none(step IN range(1, size(systems) - 1) WHERE systems[step] IN systems[0..step])
RETURN systems, size(systems) - 1 AS steps
ORDER BY steps, reduce(words = '', id IN systems | words + id + ' ')
