// reach THING --max-steps 1: the systems that depend directly on a system, by its own flows or by flows through it.
// $thing is the system's id. Validity is not looked at: the graph database holds every fact of the revision.
MATCH (provider:system)-[f:flow]->(dependent:system)
WHERE (provider.id = $thing OR $thing IN f.through) AND dependent.id <> $thing
RETURN DISTINCT dependent.id AS system
ORDER BY system
