// reach THING: everything that depends on a system, with the fewest steps, at most 30 of them.
// $thing is the system's id. A hub is an attribute of a flow and no edge, so paths from a hub are not followed here:
// ask reach_direct.cypher for those of one step, or `graphsvc reach`, which follows them all.
MATCH (target:system {id: $thing})-[path:flow* SHORTEST 1..30]->(dependent:system)
WHERE dependent.id <> $thing
RETURN dependent.id AS system, length(path) AS steps
ORDER BY steps, system
