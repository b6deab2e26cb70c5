"""The forum's use cases: proposals, answers, decisions, conditions, statements, meetings, carrying out, learning.

=================== =======================================================================================
sorts               what each sort of case needs, and who may write it: one declared table
cases               list, show, add and edit a case of any sort
values              from what a form, a command or a program gives to the values of fields
writing             one revision a use case: versions, requests that are carried out once
proposals, phases   the register of proposals and the course of a project
deciding, papers    what was decided, and what was known then
carrying_out        from an approved proposal to a revision of the map, and what became of it
meetings            agenda and minutes
archiving           a decision as a package for the archive
=================== =======================================================================================
"""
