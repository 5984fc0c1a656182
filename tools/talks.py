"""Writes one conversation in every format that is read, as fixtures/formats/talk.*.

    python3 tools/talks.py

The layout, the escapes and the spelling of numbers are those that each program writes.
"""

import json
import pathlib
import zipfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "formats"

# Who speaks, from when, and what; a word takes 0.3 seconds.
TURNS = [
    ("Ann Lee", 0.5, "Welcome back, everybody. We moved our merge requests to git lab, and it went well."),
    ("Raj Patel", 8.0, "We also made generally available Give That Dudo with Amazon Q, so that is new."),
    ("Ann Lee", 15.0, "And the model was trained on Trainium 2 chips, caf\u00e9 included."),
    ("Raj Patel", 20.0, "Thanks. Let us talk about work next week."),
]
STEP = 0.3


def words():
    for speaker, start, text in TURNS:
        for number, word in enumerate(text.split()):
            begin = start + number * STEP
            yield speaker, round(begin, 2), round(begin + STEP - 0.02, 2), word, round(0.9 - 0.01 * (number % 7), 2)


def turns():
    for speaker, start, text in TURNS:
        own = [word for word in words() if word[0] == speaker and start <= word[1] < start + 6.9]
        yield speaker, own[0][1], own[-1][2], text, own


def clock(seconds, mark):
    millis = round(seconds * 1000)
    return f"{millis // 3600000:02}:{millis // 60000 % 60:02}:{millis // 1000 % 60:02}{mark}{millis % 1000:03}"


def write(name, text):
    (OUT / name).write_bytes(text.encode())


def dumped(value, **options):
    return json.dumps(value, **options)


def halves(own):
    """The words of a turn on two lines, or in two cues."""
    middle = (len(own) + 1) // 2
    return own[:middle], own[middle:]


def srt():
    out, number = [], 0
    for _, start, end, _, own in turns():
        for part in halves(own):
            number += 1
            first, second = halves(part)
            lines = [" ".join(word[3] for word in half) for half in (first, second)]
            out.append(f"{number}\r\n{clock(part[0][1], ',')} --> {clock(part[-1][2], ',')}\r\n" + "\r\n".join(lines) + "\r\n")
    write("talk.srt", "\ufeff" + "\r\n".join(out))


def vtt():
    out = ["WEBVTT - a talk\n\nNOTE git lab stays here\n\nSTYLE\n::cue { color: lime }\n"]
    for speaker, start, end, _, own in turns():
        for part in halves(own):
            text = " ".join(word[3].replace("&", "&amp;") for word in part)
            out.append(f"{clock(part[0][1], '.')} --> {clock(part[-1][2], '.')} align:start\n<v {speaker}>{text}</v>\n")
    write("talk.vtt", "\n".join(out))


def youtube_vtt():
    out = ["WEBVTT\nKind: captions\nLanguage: en\n"]
    before = " "
    for _, _, _, _, own in turns():
        for part in halves(own):
            head, *rest = part
            marked = head[3] + "".join(f"<{clock(word[1], '.')}><c> {word[3]}</c>" for word in rest)
            plain = " ".join(word[3] for word in part)
            times = f"{clock(part[0][1], '.')} --> {clock(part[-1][2], '.')} align:start position:0%"
            out.append(f"{times}\n{before}\n{marked}\n")
            short = f"{clock(part[-1][2], '.')} --> {clock(part[-1][2] + 0.01, '.')} align:start position:0%"
            out.append(f"{short}\n{plain}\n \n")
            before = plain
    write("talk.youtube.vtt", "\n".join(out))


def aws():
    items, segments, labels = [], [], []
    for speaker, start, end, text, own in turns():
        label = {"Ann Lee": "spk_0", "Raj Patel": "spk_1"}[speaker]
        flat, times = [], []
        for _, begin, stop, word, sure in own:
            bare = word.rstrip(".,")
            item = {"id": len(items), "start_time": f"{begin:.2f}", "end_time": f"{stop:.2f}", "type": "pronunciation",
                    "alternatives": [{"confidence": f"{sure:.4f}", "content": bare}]}
            items.append(item)
            flat.append({"confidence": f"{sure:.4f}", "content": bare, "start_time": item["start_time"],
                         "end_time": item["end_time"], "type": "pronunciation"})
            times.append({"start_time": item["start_time"], "speaker_label": label, "end_time": item["end_time"]})
            if bare != word:
                items.append({"id": len(items), "type": "punctuation",
                              "alternatives": [{"confidence": "0.0", "content": word[len(bare):]}]})
                flat.append({"confidence": "0.0", "content": word[len(bare):], "type": "punctuation"})
        labels.append({"start_time": f"{start:.2f}", "speaker_label": label, "end_time": f"{end:.2f}", "items": times})
        segments.append({"start_time": f"{start:.2f}", "end_time": f"{end:.2f}",
                         "alternatives": [{"transcript": text, "items": flat}]})
    write("talk.aws.json", dumped({
        "jobName": "talk", "accountId": "000000000000",
        "results": {"transcripts": [{"transcript": " ".join(turn[2] for turn in TURNS)}],
                    "speaker_labels": {"channel_label": "ch_0", "speakers": 2, "segments": labels},
                    "segments": segments, "items": items},
        "status": "COMPLETED"}, separators=(",", ":"), ensure_ascii=False))


def whisper():
    segments = [{"id": number, "seek": 0, "start": start, "end": end, "text": " " + text, "tokens": [50364, 1057],
                 "temperature": 0.0, "avg_logprob": -0.21, "compression_ratio": 1.4, "no_speech_prob": 0.02,
                 "words": [{"word": " " + word, "start": begin, "end": stop, "probability": sure}
                           for _, begin, stop, word, sure in own]}
                for number, (_, start, end, text, own) in enumerate(turns())]
    text = "".join(segment["text"] for segment in segments)
    write("talk.whisper.json", dumped({"text": text, "segments": segments, "language": "en"}))


def whisperx():
    def entry(word):
        return {"word": word[3], "start": word[1], "end": word[2], "score": word[4],
                "speaker": {"Ann Lee": "SPEAKER_00", "Raj Patel": "SPEAKER_01"}[word[0]]}
    segments = [{"start": start, "end": end, "text": text, "words": [entry(word) for word in own],
                 "speaker": entry(own[0])["speaker"]} for _, start, end, text, own in turns()]
    write("talk.whisperx.json", dumped({"segments": segments, "word_segments": [entry(word) for word in words()],
                                        "language": "en"}, ensure_ascii=False))


def deepgram():
    def entry(word, speaker=True):
        one = {"word": word[3].rstrip(".,").lower(), "start": word[1], "end": word[2], "confidence": word[4]}
        if speaker:
            one["speaker"] = {"Ann Lee": 0, "Raj Patel": 1}[word[0]]
        return one | {"punctuated_word": word[3]}
    paragraphs = [{"sentences": [{"text": text, "start": start, "end": end}], "speaker": entry(own[0])["speaker"],
                   "start": start, "end": end} for _, start, end, text, own in turns()]
    spoken = "\n" + "\n\n".join(f"Speaker {entry(own[0])['speaker']}: {text}" for _, _, _, text, own in turns())
    utterances = [{"start": start, "end": end, "confidence": 0.9, "channel": 0, "transcript": text,
                   "words": [entry(word) for word in own], "speaker": entry(own[0])["speaker"], "id": f"u{start}"}
                  for _, start, end, text, own in turns()]
    write("talk.deepgram.json", dumped({
        "metadata": {"channels": 1, "duration": 23.0},
        "results": {"channels": [{"alternatives": [{
            "transcript": " ".join(turn[2] for turn in TURNS), "confidence": 0.98,
            "words": [entry(word) for word in words()],
            "paragraphs": {"transcript": spoken, "paragraphs": paragraphs}}]}],
            "utterances": utterances}}, indent=2, ensure_ascii=False) + "\n")


def ctm():
    out = [";; a talk\n"]
    for _, begin, stop, word, sure in words():
        out.append(f"talk 1 {begin:.2f} {stop - begin:.2f} {word.strip('.,').lower()} {sure:.2f}\n")
    write("talk.ctm", "".join(out))


def text():
    write("talk.txt", "\n\n".join(f"{speaker}: {text}" for speaker, _, text in TURNS) + "\n")
    write("talk.md", "# A talk\n\n" + "\n\n".join(f"**{speaker}:** {text}" for speaker, _, text in TURNS) + "\n")


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def ttml():
    ids = {"Ann Lee": "ann", "Raj Patel": "raj"}
    head = "".join(f'      <ttm:agent xml:id="{short}" type="person"><ttm:name type="full">{name}</ttm:name></ttm:agent>\n' for name, short in ids.items())
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
           f'xml:lang="en">\n  <head>\n    <metadata>\n{head}    </metadata>\n  </head>\n  <body>\n    <div>\n']
    for speaker, _, _, _, own in turns():
        for part in halves(own):
            first, second = (" ".join(escaped(word[3]) for word in half) for half in halves(part))
            out.append(f'      <p begin="{clock(part[0][1], ".")}" end="{clock(part[-1][2], ".")}" ttm:agent="{ids[speaker]}">\n'
                       f'        {first}<br/>\n        <span style="s1">{second}</span>\n      </p>\n')
    out.append("    </div>\n  </body>\n</tt>\n")
    write("talk.ttml", "".join(out))


def html():
    out = ['<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>git lab stays here</title>\n<style>p { margin: 1em }</style>\n</head>\n<body>\n']
    for speaker, start, _, text, _ in turns():
        text = escaped(text).replace("Give That", "Give\n  <b>That</b>")
        out.append(f"<cite>{speaker}:</cite>\n<time>{int(start) // 60}:{int(start) % 60:02}</time>\n<p>{text}</p>\n")
    out.append("</body>\n</html>\n")
    write("talk.html", "".join(out))
    out = ['<article>\n  <section>\n']
    for speaker, start, _, _, own in turns():
        spans = "".join(f'<span data-m="{round(word[1] * 1000)}" data-d="{round((word[2] - word[1]) * 1000)}">{escaped(word[3])} </span>' for word in own)
        out.append(f'    <p><span data-m="{round(start * 1000)}" data-d="0" class="speaker">{speaker}: </span>{spans}</p>\n')
    out.append("  </section>\n</article>\n")
    write("talk.words.html", "".join(out))


def docx():
    def run(text):
        return f'<w:r w:rsidR="00A77427"><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
    paragraphs = []
    for speaker, _, text in TURNS:
        first, second = (" ".join(half) for half in halves(text.split(" ")))
        paragraphs.append(f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{speaker}:</w:t></w:r>{run(" " + first)}{run(" " + second)}</w:p>')
    document = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                + "".join(paragraphs) + "<w:sectPr/></w:body></w:document>")
    types = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    rels = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
    with zipfile.ZipFile(OUT / "talk.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [("[Content_Types].xml", types), ("_rels/.rels", rels), ("word/document.xml", document),
                           ("word/notes.xml", "<notes>git lab stays here</notes>")]:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def jsonl():
    lines = [dumped({"id": number, "speaker": speaker, "text": text, "note": "git lab stays here"}) for number, (speaker, _, text) in enumerate(TURNS)]
    write("talk.jsonl", "\n".join(lines) + "\n")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for writer in [text, srt, vtt, youtube_vtt, aws, whisper, whisperx, deepgram, ctm, ttml, html, docx, jsonl]:
        writer()
