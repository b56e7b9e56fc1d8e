"""What the checker finds and what it leaves alone. Each sentence stands for a way of saying things, not for itself."""

import pytest

from coachdesk.coaching.wording import Checker, Facts
from coachdesk.records.entry import Entry

CHECKER = Checker.load()

FOUND = [
    ("L1", "He was defensive again in the review."),
    ("L1", "Very arrogant in front of the board."),
    ("L1", "Ana’s answers were evasive."),
    ("L1", "She has an attitude problem."),
    ("L1", "His general attitude puts colleagues off."),
    ("L1", "Ben is not a team player."),
    ("L1", "Not a good fit for this role."),
    ("L1", "She came across as hostile in the planning meeting."),
    ("L1", "A lazy manager who leaves things to others."),
    ("L1", "He responded aggressively to the question."),
    ("L1", "He got defensive when I asked about the budget."),
    ("L1", "Priya is a control freak."),
    ("L1", "I found him rude."),
    ("L1", "In the steering meeting he became hostile and loud."),
    ("L2", "He always interrupts Ben."),
    ("L2", "She never prepares for the board."),
    ("L2", "Every time he is asked about churn he changes the subject."),
    ("L2", "He ignores the tickets constantly."),
    ("L2", "Always late."),
    ("L2", "Everyone thinks the reviews take too long."),
    ("L2", "Nobody wants to work with her."),
    ("L3", "The presentation was inadequate."),
    ("L3", "Poor communication with Finance."),
    ("L3", "She failed to deliver the plan."),
    ("L3", "His weaknesses are showing."),
    ("L3", "It appears that the plan was not read."),
    ("L3", "Unacceptable behaviour in the standup."),
    ("L3", "Delegation needs improvement."),
    ("L4", "He left the figures out because he wanted to look good."),
    ("L4", "She doesn’t care about the customer."),
    ("L4", "He left her off the invitation deliberately."),
    ("L4", "She is trying to undermine the new process."),
    ("L4", "He did it on purpose."),
    ("L4", "He has a hidden agenda."),
    ("L4", "He deliberately left Ben off the invitation and never said why."),
    ("L5", "People say he is leaving the team alone too much."),
    ("L5", "I heard that he shouted at Finance."),
    ("L5", "Apparently he cancelled the call."),
    ("L5", "Rumour has it that she applied elsewhere."),
    ("L5", "I’ve been told he shouted at an engineer."),
    ("L5", "Several people complained about the meeting."),
    ("L6", "This is harassment."),
    ("L6", "He discriminated against two engineers."),
    ("L6", "She has made it a hostile environment."),
    ("L6", "What he did was illegal."),
    ("L6", "This was insubordination."),
    ("L6", "He is in breach of contract."),
    ("L6", "She retaliated after the review."),
    ("L7", "At his age he will not learn a new stack."),
    ("L7", "She is pregnant and leaves in June."),
    ("L7", "His accent is hard to follow on calls."),
    ("L7", "Her religion came up at lunch."),
    ("L7", "He is a union member."),
    ("L7", "She has a disability."),
    ("L7", "He is 58 years old."),
    ("L8", "He mentioned his anxiety."),
    ("L8", "She was diagnosed with ADHD."),
    ("L8", "He seemed depressed."),
    ("L8", "She is on medication again."),
    ("L8", "Off sick on Monday and Tuesday."),
    ("L1", "Marcus is unreasonable about the dates."),
    ("L1", "Most of it comes down to Priya’s ego."),
    ("L1", "She has a foul temper."),
    ("L2", "All she ever does is complain."),
    ("L2", "He does nothing until he is asked."),
    ("L2", "She’s polite but constantly late."),
    ("L3", "Her Q4 was mediocre."),
    ("L3", "They aren’t delivering."),
    ("L3", "Not enough preparation."),
    ("L9", "Deliver by Friday or else."),
    ("L9", "If this goes on you will be fired."),
    ("L9", "This is your last warning."),
    ("L9", "I told him that his job is on the line."),
    ("L11", "I can’t stand him in meetings."),
    ("L11", "I can’t stand listening to him."),
    ("L11", "I’m furious with Ben."),
    ("L11", "I am fed up with his plans."),
    ("L11", "I have already decided on his exit."),
    ("L11", "I am building a case against her."),
    ("L11", "We need a paper trail."),
    ("L11", "I want him out by summer."),
    ("L11", "I am fed up with her."),
    ("L12", "You are careless with deadlines."),
    ("L12", "You always blame the platform team."),
    ("L12", "You never listen to Ben."),
    ("L12", "You’re not listening to the team."),
    ("L1", "My impression of Nadia: stubborn."),
    ("L2", "Joanne totally ignores each and every request."),
    ("L4", "He copied my manager in to put pressure on me."),
    ("L7", "Her strong accent puts clients off."),
    ("L9", "If he doesn’t change by June he is finished here."),
    ("L11", "We only hold the meeting so that HR can sign off the dismissal."),
    ("L13", "He is an idiot."),
    ("L13", "What a shit presentation."),
    ("L13", "Our resident genius missed it again."),
    ("L13", "The roadmap talk was a joke."),
    ("L1", "I don’t believe Ana is a team player."),
    ("L2", "The status mail is late every single month."),
    ("L2", "Everybody had to wait for Ana’s numbers."),
    ("L2", "The minutes were never sent."),
    ("L2", "He interrupts Ana in every planning session."),
    ("L4", "He was hoping nobody would check the minutes."),
    ("L5", "It came to my attention that he left early."),
    ("L7", "A man in that role will not be accepted."),
    ("L8", "He goes on paternity leave in May."),
    ("L8", "Her anxiety is slowing the project."),
    ("L9", "You had better deliver by Friday."),
    ("L9", "Consider yourself on notice."),
    ("L12", "You let the whole team down."),
    ("L13", "Nice of Ben to finally show up."),
    ("L13", "Good job, genius, the build is red."),
    ("L1", "Struck by how dismissive his replies were."),
    ("L1", "His tone was cold throughout."),
    ("L1", "I am not convinced he is the right fit for operations."),
    ("L1", "You are far too easy on them."),
    ("L2", "Nobody in his department trusts him."),
    ("L2", "Everyone on her shift is afraid of her."),
    ("L2", "Dagmar’s timesheets are always wrong."),
    ("L3", "Unhappy with how he ran the stocktake."),
    ("L4", "It was a cynical attempt to win the board over."),
    ("L4", "He was hoping to avoid the audit."),
    ("L5", "Allegedly Karim told her to delete the rota."),
    ("L6", "She flouted health and safety regulations."),
    ("L7", "He is almost seventy."),
    ("L7", "Happily married, he will not move."),
    ("L8", "He had a panic attack in the lift."),
    ("L8", "Pia has been signed off until Easter."),
    ("L9", "One more mistake and I want his badge."),
    ("L11", "Already concluded he won’t pass probation."),
    ("L12", "You’ve been avoiding me for weeks."),
    ("L13", "Stupidest question of the year."),
    ("L1", "My view of Ines: vain."),
    ("L1", "I find her prickly."),
    ("L1", "She is a born complainer."),
    ("L1", "Too timid to lead a region."),
    ("L2", "Not one person in the depot supports him."),
    ("L2", "Her claims are consistently wrong."),
    ("L2", "Week in, week out the same excuses."),
    ("L4", "Jonas deliberately left out the totals."),
    ("L4", "Her silence was meant to embarrass me."),
    ("L4", "He’s covering for his mates."),
    ("L5", "Word has reached me that he is interviewing elsewhere."),
    ("L6", "He committed an offence when he altered the data."),
    ("L7", "She’s Nigerian and rather direct."),
    ("L8", "She has lupus."),
    ("L9", "One foot wrong and he is finished."),
    ("L9", "If she misses another deadline she’s fired."),
    ("L11", "Sick and tired of explaining it to him."),
    ("L11", "I no longer trust her with the rota."),
    ("L12", "The cause of all this is you."),
    ("L12", "You’ve wrecked the handover."),
    ("L13", "Sharp as a marble, that one."),
]

CLEAN = [
    "We talked about defensive programming and lazy loading.",
    "The schedule is aggressive, so we moved two features.",
    "Aggressive caching made the dashboard faster.",
    "The negative test for the parser was missing.",
    "She ran the difficult migration over the weekend.",
    "The migration was difficult.",
    "He was not defensive this time.",
    "There was no sign of the defensive tone from March.",
    "She said, “You always do that,” and left the room.",
    "Ben answered «je ne suis jamais prêt».",
    "Er sagte „das ist immer so“ und ging.",
    'He told me: "I am being difficult, I know."',
    "He was defensive: he interrupted Ana three times before she could finish.",
    "Defensive in the review; his words were “that is not my job”.",
    "The build always runs at night.",
    "Always encrypt the backups.",
    "The job never finished because the disk was full.",
    "As always, we began with the numbers.",
    "He must never be the only approver.",
    "Everyone on the call agreed on the date.",
    "I never told her about the reorganisation.",
    "I always meet her on Mondays.",
    "The test failed twice.",
    "The deployment failed on Tuesday.",
    "The weak reference is collected too early.",
    "He missed the agreed standard: two of five reports came a week late.",
    "We deliberately kept the scope small.",
    "The parser doesn’t care about white space.",
    "He said that he had left her off deliberately.",
    "She is trying to reproduce the bug.",
    "I heard him shout at Ben.",
    "I heard from Priya on Monday that the plan changed.",
    "Priya told me that he left the call after ten minutes.",
    "The data breach was reported within a day.",
    "The illegal argument exception comes from the parser.",
    "She completed the harassment training.",
    "The discriminated union has three cases.",
    "The age of the system makes changes slow.",
    "There is a race condition in the cache.",
    "The union type is too wide.",
    "She leads the disability benefits team.",
    "The accent colour has too little contrast.",
    "The European Union changed the directive.",
    "The market is depressed and sales are flat.",
    "He diagnosed the outage in ten minutes.",
    "The depressed market explains the forecast.",
    "The root-cause diagnosis took two days.",
    "If the lookup fails, use the default, or else the loop ends early.",
    "The compiler's last warning is about an unused import.",
    "The event will be fired twice.",
    "She made the business case for Postgres.",
    "You are welcome to join on Monday.",
    "Let me know if you are free on Friday.",
    "Thank you for the plan.",
    "The garbage collector runs too often.",
    "Not stupid at all: the question was fair.",
    "He asked Finance for the two numbers he did not have.",
    "Roadmap agreed; she asked for help with the finance questions.",
    "In last week's meeting, when your suggestion was questioned, the response seemed to close off further discussion.",
    "Have you noticed moments when your responses might be perceived as defensive?",
    "We tested never_called and always_on in the script.",
    "The failed payments were retried.",
    "The idiot-proof guide for the till is printed.",
    "The union of both sets is empty.",
    "The Union Street branch opens an hour later.",
    "Jim Moody will chair the forum.",
    "The always-on cluster in Frankfurt never dropped a packet.",
    "I am not calling what happened in bay three harassment.",
    "It would be wrong to say he never delegates.",
    "I don’t think he was lazy.",
    "He was careless with the keys, leaving the store unlocked overnight.",
    "Texas is cold in January.",
    "Sales was soft in March.",
    "The retry does nothing unless the queue is full.",
    "The server is unreliable and always late.",
    "He wasn’t there on Monday.",
    "The parser doesn’t tolerate trailing commas.",
    "I’m frustrated with the new ticket form.",
    "I have already decided on a hotel for the offsite.",
    "> you always do this\nHe forwarded this mail to me.",
    "She told me that he left early because he wanted to catch the train.",
    "I asked what he meant.",
    "The anxiety tracking app is made for a client.",
    "We rewrote the gossip protocol.",
    "She had better results in May.",
    "He asked for help because the review needs more time.",
    "Nice of Ben to bring flowers.",
    "You are booked on the late shift.",
    "The never-ending thread was closed.",
    "I heard the doorbell and went down.",
    "The pager rings the desk when nobody is there.",
    "Everyone got a reply from Ana by noon.",
    "During every review we look at the numbers.",
    "She was hoping the board would approve her plan.",
    "Impatient at the till - Rosa drew the blind while two customers waited.",
    "Rude in the handover: she left before Tomas had finished his first sentence.",
    "Lazy was the word in the complaint; I saw two unfilled forms.",
    "The test was too hard on the battery.",
    "Not sure the blue desk is a good fit for the corner.",
    "Set the ALWAYS option in the menu.",
    "She orders from Always Fresh on Mondays.",
    "Everyone in her team has passed the exam.",
    "Ines is unhappy with the new badge reader.",
    "His notes were poor for the auditor, who asked for the dates he had left out.",
    "The road was closed, so Ben will come on Tuesday.",
    "Keeping a log so the team can see who covers which shift.",
    "She is hoping to finish the course in June.",
    "I heard him thank the driver.",
    "She broke the news about the contract on Friday.",
    "She invited over 30 people to the opening.",
    "Almost thirty of the forms were blank.",
    "The race on Saturday closed the road to the depot.",
    "Tom signed off the invoice on Friday.",
    "The plan was signed off by the board.",
    "The medication cupboard key was on the hook.",
    "I want her out on the floor with the new starters.",
    "Already decided on a hotel for the trip.",
    "You have been making good progress.",
    "We had lunch at the Gossip after the audit.",
    "Invariably Ltd is our new caterer.",
    "Rumour is the name of the new perfume.",
    "The Anxiety Foundation sent two speakers.",
    "The Dawson tender was difficult.",
    "Margin in June was negative.",
    "I heard Ana arguing with the driver.",
    "Word is installed on every laptop.",
    "Whether it was bullying is for HR to decide.",
    "The chapter on harassment was read aloud.",
    "The paper trail of twelve orders was complete.",
    "The ammunition boxes were counted.",
    "He described himself as impatient.",
    "The illegal content filter was tested.",
    "The client had called him an idiot.",
    "Excellent work by the night shift.",
]


def rules_in(text: str, **facts: object) -> set[str]:
    return {finding.rule for finding in CHECKER.check(text, facts=Facts(**facts))}  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "text"), FOUND, ids=lambda value: value)
def test_what_a_reader_would_stumble_over_is_found(rule: str, text: str) -> None:
    assert rule in rules_in(text)


@pytest.mark.parametrize("text", CLEAN, ids=lambda value: value)
def test_technical_words_quotations_and_negations_are_left_alone(text: str) -> None:
    assert rules_in(text) == set()


def test_a_finding_says_where_it_is_and_which_texts_belong_to_it() -> None:
    (found,) = CHECKER.check("On Monday he was at ease, today he was lazy.", field="behaviour")
    assert found.found == "lazy"
    assert "On Monday he was at ease, today he was lazy."[found.start : found.end] == "lazy"
    assert (found.rule, found.field, found.severity) == ("L1", "behaviour", "ask")
    assert (found.explanation, found.question) == ("label", "label")


@pytest.mark.parametrize("text", ["İ̇ß… 🙂 he was lazy", "he’s\u00a0lazy", "x\n\n\the was lazy"])
def test_places_are_those_of_the_text_as_written(text: str) -> None:
    (found,) = CHECKER.check(text)
    assert (text[found.start : found.end], found.start) == ("lazy", text.index("lazy"))


def test_of_two_findings_of_one_rule_that_overlap_the_longer_stays() -> None:
    found = CHECKER.check("He is passive-aggressive.")
    assert [(one.rule, one.found) for one in found] == [("L1", "passive-aggressive")]


def test_medical_matter_is_offered_its_lane_even_in_quoted_speech_and_in_the_leaders_account() -> None:
    assert rules_in("She said, “I have been diagnosed with ADHD.”") == {"L8"}
    assert [one.rule for one in CHECKER.check("I am lazy and on medication.", field="account")] == ["L8"]


def test_the_leaders_account_is_their_own_words() -> None:
    assert CHECKER.check("You always blame me, you idiot.", field="account") == ()


def test_causes_are_their_own_words_too_but_what_is_protected_or_medical_is_asked_about() -> None:
    text = "You always blame me. She is pregnant. He has been diagnosed with ADHD."
    assert {one.rule for one in CHECKER.check(text, field="causes")} == {"L7", "L8"}


def test_what_the_facts_answer_is_not_asked_again() -> None:
    assert rules_in("She was diagnosed in May.", medical_lane=True) == set()
    assert rules_in("This is your last warning.", formal=True) == set()
    assert rules_in("I heard that he shouted.", source_named=True) == set()


def test_known_names_are_people_however_they_look() -> None:
    assert rules_in("Manning was lazy.") == set()
    assert rules_in("Manning was lazy.", names=("Tom Manning",)) == {"L1"}


def test_an_empty_text_has_no_findings() -> None:
    assert CHECKER.check("") == CHECKER.check(" \n ") == ()


def entry(**values: object) -> Entry:
    occurred = {"day": "2026-03-02", "zone": "Europe/London", "precision": "day"}
    return Entry.make(**{"leader_ids": ("1",), "kind": "observation", "occurred": occurred, **values})


def test_an_entry_is_asked_for_the_parts_its_kind_shows() -> None:
    found = CHECKER.check_entry(entry(situation="Board review", behaviour="He was lazy.", place=" "))
    assert [(one.rule, one.field, one.question) for one in found] == [
        ("L1", "behaviour", "label"),
        ("L10", "impact", "missing_impact"),
        ("L10", "place", "missing_place"),
    ]


def test_feedback_is_asked_for_a_next_step_and_none_is_an_answer() -> None:
    said = {"situation": "Board review", "behaviour": "She left.", "impact": "Two waited.", "place": "Room 4"}
    found = CHECKER.check_entry(entry(kind="feedback", **said))
    assert [(one.rule, one.field, one.question) for one in found] == [
        ("L10", "action_points", "missing_action_points")
    ]
    none = ({"text": "none", "done": "2026-03-02"},)
    assert CHECKER.check_entry(entry(kind="feedback", action_points=none, **said)) == ()
    assert CHECKER.check_entry(entry(**said)) == ()


def test_a_kind_without_those_parts_is_not_asked_for_them() -> None:
    assert CHECKER.check_entry(entry(kind="check_in", text="Two of three goals are met.")) == ()
    assert [one.field for one in CHECKER.check_entry(entry(kind="conversation", text="Roadmap agreed."))] == [
        "place"
    ]


def test_an_entry_brings_its_own_facts() -> None:
    heard = {"how": "reported", "by": "Priya"}
    whole = {"situation": "Review", "impact": "The board asked twice.", "place": "Room 2"}
    assert CHECKER.check_entry(entry(behaviour="I heard that he shouted.", source=heard, **whole)) == ()
    unnamed = entry(behaviour="I heard that he shouted.", source={"how": "reported"}, **whole)
    assert [one.rule for one in CHECKER.check_entry(unnamed)] == ["L5"]
    medical = entry(behaviour="She was on medication.", lane="medical", **whole)
    assert CHECKER.check_entry(medical) == ()
