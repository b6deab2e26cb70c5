// overlap --capability: the systems that can do some of what is needed, at a date, and how many systems can (the rarity
// behind the points). $capabilities are ids, $date a day (YYYY-MM-DD). Words, data and neighbours: ask `graphsvc overlap`.
MATCH (other:system)-[q:provides]->(c:capability)
WHERE c.id IN $capabilities
  AND (q.valid_from IS NULL OR q.valid_from <= date($date)) AND (q.valid_to IS NULL OR q.valid_to > date($date))
  AND (c.valid_from IS NULL OR c.valid_from <= date($date)) AND (c.valid_to IS NULL OR c.valid_to > date($date))
  AND (other.valid_from IS NULL OR other.valid_from <= date($date))
  AND (other.valid_to IS NULL OR other.valid_to > date($date))
  AND (other.in_use_from IS NULL OR other.in_use_from <= date($date))
  AND (other.decommission IS NULL OR other.decommission > date($date))
WITH c.id AS capability, collect(DISTINCT other.id) AS having
UNWIND having AS system
RETURN system, capability, size(having) AS systems
ORDER BY system, capability
