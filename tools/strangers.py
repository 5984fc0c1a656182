#!/usr/bin/env python3
"""Writes tools/pairs/strangers: talks in which nothing was misheard, full of people who are not on the list, and of people on it
who are called by one of their names.

  python3 tools/strangers.py

What a list of names is used on is mostly this: "beat Bairstow" is no Jonny Bairstow, and the Mark Waugh who is on no list
no Mark Wood. The names of the lists are those of the other sets, the others are put together from
src/dictionary/given_names.txt and src/leave/people.txt. Lists are short and long, for people bring both.
"""
import glob
import json
import pathlib
import random
import re

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "pairs/strangers"
# S, G and P are somebody of the list: by the surname, by the given name, in full. U, F, H, K and T are others: by a surname, in
# full, with the given name of somebody of the list, with the surname of one, and with a title.
TEMPLATES = """
You know, people saw {S} on that one, and I find it hard to believe.
I met {S} in the spring and then we lost touch.
Nobody could beat {S} that year, not at home and not away.
If you ask {S} about it you will get a short answer.
And then {S} said that the money was gone.
When {S} came back the room was full.
But {S} had other plans, as we all know now.
I told {S} that the train would be late.
We were with {S} for most of the evening.
Poor {S} had to wait outside in the rain.
It was either {S} or nobody, that is how it felt.
That was down to {S} on the second day.
What was it like for {S} at the time?
I think {S} is one of the best we have had here.
There was a long talk by {S} after lunch.
Thanks to {S} for the notes, they were a great help.
Then came {S}, and that changed everything.
From {S} we heard nothing until the end of June.
I am not like {S} at all when it comes to that.
Ms. {S} and Mr. {U} were on the panel.
He had lunch with {S} and {U} on Friday.
Was {S} in the car or was it somebody else?
So against {S} we did rather well, I have to say.
Because {S} asked for it, we did it twice.
Unlike {S}, the others had read the paper.
About {S} there are many stories, and most are true.
I'd pick {S} and the young lad for that.
After the answer was no, {S} said he would wait.
They were over here with us. {S}'s brother was there too.
{G} on Thursday said the same thing to me.
{G} came in late and left early.
Let me hand over to {G} and then we take questions.
{G}'s been here for nine years.
I asked {G} to send it by Monday.
Well {G} and I were in the same class.
Today we speak with {P} about the last ten years.
Thank you very much, {P}, that was most helpful.
{P} and {F} wrote a book about it.
The work of {P} is known all over the world.
There is a good piece on this by {F} in the paper.
I grew up on the songs of {F}, to be honest.
The film was made by {F} and it shows.
{F} once said that the best plans are short.
It reminds me of {F}, who had the same idea long before.
We flew in with {F} and stayed at the house of {F}.
Nobody has done more for it than {F}.
I spoke to {H} about the plan for next year.
So what did {H} tell you when you asked?
I was told that {H} had been there before us.
We went to see {K} in the hospital.
{K} is no relation, in case you wonder.
It was {K} who found the letter.
{T} asked about it, and then the meeting was over.
So then {T} came in and we had a long talk.
You would have to ask {T}, as I was not in the room.
And {U} was there, too, with {U} and the boys.
According to {U} the numbers were better than that.
It is a quote from {U}, and I like it a lot.
The house belonged to {U} until the war.
We can do that on Tuesday if nothing comes between.
It takes a while, but then it works as it should.
And nobody said a word about the price of it.
That is the whole story, and I have told it before.
The weather was fine and the water was cold.
""".strip().splitlines()
TITLES = "Mr. Mrs. Ms. Dr. Professor Judge Senator Captain Coach Councilmember Congressman Detective Officer Principal Father Inspector Justice".split()
SIZES = [12, 18, 25, 32, 38, 45, 55, 70, 100, 150, 250, 400]
TALKS = 96
SENTENCES = 45


def main():
    rng = random.Random(11)
    people, things = [], []
    for path in sorted(glob.glob(str(HERE / "pairs/*/dict*.txt"))):
        if "strangers" in path or "manuals" in path:
            continue
        for term in open(path, encoding="utf-8").read().splitlines():
            parts = term.split()
            is_name = len(parts) == 2 and all(re.fullmatch(r"[A-Z][a-zà-ÿ'’-]+(?:[A-Z][a-zà-ÿ'’-]+)*", part) for part in parts)
            (people if is_name else things).append(term)
    people, things = sorted(set(people)), sorted(set(things) - {""})
    given = [word.capitalize() for word in (HERE / "../src/dictionary/given_names.txt").read_text().split()]
    known = {name.lower() for name in given}
    surnames = [word.capitalize() for word in (HERE / "../src/leave/people.txt").read_text().split() if word not in known and len(word) > 3]
    # Whom most people have heard of, and whom few have.
    common = sorted({person.split()[1] for person in people}) + rng.sample(surnames, 600)
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*"):
        old.unlink()
    records = []
    for number in range(TALKS):
        size = SIZES[number % len(SIZES)]
        of_people = min(len(people), max(6, size * rng.choice([3, 6, 9]) // 10))
        listed = rng.sample(people, of_people)
        terms = listed + rng.sample(things, min(len(things), size - of_people)) if size > of_people else listed
        rng.shuffle(terms)
        surnames_here = {person.split()[1] for person in listed}
        givens_here = {person.split()[0] for person in listed}
        speakers = rng.sample(listed, min(len(listed), 9))

        def other(names, taken):
            return next(name for name in iter(lambda: rng.choice(names), None) if name not in taken)

        def fill(template):
            def name(match):
                given_name, surname = rng.choice(speakers).split()
                other_given, other_surname = other(given, givens_here), other(common, surnames_here)
                return dict(
                    S=surname, G=given_name, P=f"{given_name} {surname}", U=other_surname, F=f"{other_given} {other_surname}",
                    H=f"{given_name} {other_surname}", K=f"{other_given} {surname}", T=f"{rng.choice(TITLES)} {other_surname}")[match.group(1)]
            return re.sub(r"\{(\w)\}", name, template)

        (OUT / f"dict-{number}.txt").write_text("\n".join(terms) + "\n", encoding="utf-8")
        sentences = [fill(rng.choice(TEMPLATES)) for _ in range(SENTENCES)]
        is_plain = number % 4 == 3
        for at in range(0, SENTENCES, 5):
            said = " ".join(sentences[at:at + 5])
            heard = re.sub(r"[.,?]", "", said).lower() if is_plain else said
            records.append(dict(id=f"{number}-{at}", doc=f"talk-{number}", dict=f"dict-{number}.txt", hyp=heard, ref=said, gold=[]))
    with open(OUT / "pairs.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


if __name__ == "__main__":
    main()
