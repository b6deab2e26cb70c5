"""Graph databases: derived copies of one revision, for questions in Cypher.

``tables`` turns facts into one table a kind and one a pair of kinds for each relation; ``digest`` says what a table
holds in one number; ``reading`` lets only reading statements through; ``sync`` decides when to rebuild. None of
these knows an engine. An engine has a module of its own name, found by the entry point ``graphsvc.graphdbs``.
"""
