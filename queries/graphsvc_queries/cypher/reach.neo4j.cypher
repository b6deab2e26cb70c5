// reach THING: everything that depends on a system, with the fewest steps, at most 30 of them.
// $thing is the system's id. A hub is an attribute of a flow and no edge, so paths from a hub are not followed here:
// ask reach_direct.cypher for those of one step, or `graphsvc reach`, which follows them all.
// Apart from reach.cypher because Neo4j has no SHORTEST within a star. It prunes this form breadth-first
// (VarLengthExpand(Pruning,BFS)); with its own SHORTEST 1 the same question takes hundreds of times as long.
MATCH path = (:system {id: $thing})-[:flow*1..30]->(dependent:system)
WHERE dependent.id <> $thing
WITH dependent, min(length(path)) AS steps
RETURN dependent.id AS system, steps
ORDER BY steps, system
