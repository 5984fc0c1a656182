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


def assemblyai():
    def entry(word):
        return {"text": word[3], "start": round(word[1] * 1000), "end": round(word[2] * 1000), "confidence": word[4],
                "speaker": {"Ann Lee": "A", "Raj Patel": "B"}[word[0]]}
    parts = [(round(start * 1000), round(end * 1000), text, own) for _, start, end, text, own in turns()]
    utterances = [{"speaker": entry(own[0])["speaker"], "text": text, "confidence": 0.87, "start": start, "end": end,
                   "words": [entry(word) for word in own]} for start, end, text, own in parts]
    sentiments = [{"text": text, "start": start, "end": end, "sentiment": "NEUTRAL", "confidence": 0.71,
                   "speaker": entry(own[0])["speaker"]} for start, end, text, own in parts]
    unsafe = parts[1]
    write("talk.assemblyai.json", dumped({
        "id": "6rzfhkpwq1-0000-4000-8000-000000000000", "language_model": "assemblyai_default",
        "acoustic_model": "assemblyai_default", "language_code": "en_us", "status": "completed",
        "audio_url": "https://example.com/talk.mp3", "text": " ".join(turn[2] for turn in TURNS),
        "words": [entry(word) for word in words()], "utterances": utterances, "confidence": 0.87,
        "audio_duration": 23.0, "punctuate": True, "format_text": True, "dual_channel": None, "webhook_url": None,
        "auto_highlights_result": {"status": "success", "results": [
            {"count": 1, "rank": 0.07, "text": "merge requests", "timestamps": [{"start": 2600, "end": 3180}]}]},
        "speaker_labels": True,
        "content_safety_labels": {"status": "success", "results": [
            {"text": unsafe[2], "labels": [{"label": "company_financials", "confidence": 0.6, "severity": None}],
             "sentences_idx_start": 2, "sentences_idx_end": 2, "timestamp": {"start": unsafe[0], "end": unsafe[1]}}],
            "summary": {"company_financials": 0.6}, "severity_score_summary": {}},
        "sentiment_analysis": True, "sentiment_analysis_results": sentiments,
        "chapters": [{"summary": "A team moved to git lab.", "headline": "A move", "gist": "A move",
                      "start": parts[0][0], "end": parts[-1][1]}],
        "entities": [{"entity_type": "organization", "text": "git lab", "start": 3200, "end": 3780}],
        "summary": None, "error": None}))


def google():
    def entry(word, speaker):
        one = {"startTime": f"{word[1]:.3f}s", "endTime": f"{word[2]:.3f}s", "word": word[3], "confidence": word[4]}
        return one | ({"speakerTag": {"Ann Lee": 1, "Raj Patel": 2}[word[0]]} if speaker else {})
    results = [{"alternatives": [{"transcript": " " * (number > 0) + text, "confidence": 0.87,
                                  "words": [entry(word, False) for word in own]}],
                "resultEndTime": f"{end:.3f}s", "languageCode": "en-us"}
               for number, (_, _, end, text, own) in enumerate(turns())]
    results.append({"alternatives": [{"words": [entry(word, True) for word in words()]}]})
    write("talk.google.json", dumped({
        "name": "1234567890", "metadata": {
            "@type": "type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeMetadata", "progressPercent": 100,
            "startTime": "2024-05-01T10:00:00.000000Z", "lastUpdateTime": "2024-05-01T10:00:09.000000Z"},
        "done": True, "response": {
            "@type": "type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeResponse",
            "results": results, "totalBilledTime": "23s"}}, indent=2, ensure_ascii=False) + "\n")


def google_v2():
    results = [{"alternatives": [{"transcript": " " * (number > 0) + text, "confidence": 0.87, "words": [
                    {"startOffset": f"{begin:.3f}s", "endOffset": f"{stop:.3f}s", "word": word, "confidence": 0.0,
                     "speakerLabel": {"Ann Lee": "1", "Raj Patel": "2"}[speaker]}
                    for speaker, begin, stop, word, _ in own]}],
                "resultEndOffset": f"{end:.3f}s", "languageCode": "en-US"}
               for number, (_, _, end, text, own) in enumerate(turns())]
    write("talk.google-v2.json", dumped({"results": results, "metadata": {"totalBilledDuration": "23s"}},
                                        ensure_ascii=False))


def azure():
    def spoken(text):
        return text.lower().replace(",", "").replace(".", "").replace(" 2 ", " two ")

    def time(seconds):
        return f"PT{seconds:.2f}S".replace(".00S", "S")

    def timed(start, end):
        return {"offset": time(start), "duration": time(end - start), "offsetInTicks": float(round(start * 1e7)),
                "durationInTicks": float(round((end - start) * 1e7))}

    def spellings(text):
        itn = spoken(text).replace("two", "2")
        return {"lexical": spoken(text), "itn": itn, "maskedITN": itn, "display": text}
    phrases = []
    for speaker, start, end, text, own in turns():
        one = {"recognitionStatus": "Success", "channel": 0, "speaker": {"Ann Lee": 1, "Raj Patel": 2}[speaker]}
        best = {"confidence": 0.87} | spellings(text)
        best["words"] = [{"word": spoken(f" {word} ").strip()} | timed(begin, stop) | {"confidence": sure}
                         for _, begin, stop, word, sure in own]
        best["displayWords"] = [{"displayText": word} | timed(begin, stop) for _, begin, stop, word, _ in own]
        other = {"confidence": 0.5} | spellings("Welcome bag to git lab.")
        phrases.append(one | timed(start, end) | {"nBest": [best, other]})
    empty = {"recognitionStatus": "Success", "channel": 0} | timed(23.0, 23.5)
    phrases.append(empty | {"nBest": [{"confidence": 0.0} | spellings("")]})
    write("talk.azure.json", dumped({
        "source": "https://example.com/talk.wav", "timestamp": "2024-05-01T10:00:00Z", "durationInTicks": 235000000.0,
        "duration": "PT23.5S",
        "combinedRecognizedPhrases": [{"channel": 0} | spellings(" ".join(turn[2] for turn in TURNS))],
        "recognizedPhrases": phrases}, indent=2, ensure_ascii=False))


def speechmatics():
    results = []
    for speaker, begin, stop, word, sure in words():
        name = {"Ann Lee": "S1", "Raj Patel": "S2"}[speaker]
        bare = word.rstrip(".,")

        def entry(kind, content, start, end, confidence, **more):
            return more | {"type": kind, "start_time": start, "end_time": end, "alternatives": [
                {"content": content, "confidence": confidence, "language": "en", "speaker": name}]}
        if bare == "2":
            forms = {"spoken_form": [entry("word", "two", begin, stop, sure)],
                     "written_form": [entry("word", "2", begin, stop, sure)]}
            results.append(entry("entity", "2", begin, stop, sure, entity_class="number", **forms))
        else:
            results.append(entry("word", bare, begin, stop, sure))
        if bare != word:
            results.append(entry("punctuation", word[len(bare):], stop, stop, 1.0, attaches_to="previous",
                                 is_eos=word[-1] == "."))
    write("talk.speechmatics.json", dumped({
        "format": "2.9", "job": {"created_at": "2024-05-01T10:00:00.000Z", "data_name": "talk.mp3", "duration": 23,
                                 "id": "abcdefghij"},
        "metadata": {"created_at": "2024-05-01T10:00:09.000Z", "language_pack_info": {
                         "adapted": False, "itn": True, "language_description": "English", "word_delimiter": " ",
                         "writing_direction": "left-to-right"},
                     "transcription_config": {"diarization": "speaker", "language": "en"}, "type": "transcription"},
        "results": results}, indent=2, ensure_ascii=False) + "\n")


def rev():
    monologues = []
    for speaker, _, _, _, own in turns():
        elements = []
        for _, begin, stop, word, sure in own:
            bare = word.rstrip(".,")
            if elements:
                elements.append({"type": "punct", "value": " "})
            elements.append({"type": "text", "value": bare, "ts": begin, "end_ts": stop, "confidence": sure})
            if bare != word:
                elements.append({"type": "punct", "value": word[len(bare):]})
        monologues.append({"speaker": {"Ann Lee": 0, "Raj Patel": 1}[speaker], "elements": elements})
    write("talk.rev.json", dumped({"monologues": monologues}, separators=(",", ":"), ensure_ascii=False))


def whisper_cpp():
    def timed(start, end):
        return {"timestamps": {"from": clock(start, ","), "to": clock(end, ",")},
                "offsets": {"from": round(start * 1000), "to": round(end * 1000)}}

    def token(text, start, end, number, sure):
        return {"text": text} | timed(start, end) | {"id": number, "p": sure, "t_dtw": -1}
    segments = []
    for _, start, end, text, own in turns():
        tokens = [token("[_BEG_]", start, start, 50364, 0.99)]
        for _, begin, stop, word, sure in own:
            bare = word.rstrip(".,")
            # Rare words are in several tokens.
            parts = [bare[:3], bare[3:]] if bare in ("Dudo", "Trainium") else [bare]
            middle = round((begin + stop) / 2, 2)
            for number, part in enumerate(parts):
                times = (begin, stop) if len(parts) == 1 else [(begin, middle), (middle, stop)][number]
                tokens.append(token(" " * (number == 0) + part, *times, 1000 + len(tokens), sure))
            if bare != word:
                tokens.append(token(word[len(bare):], stop, stop, 13, 0.7))
        segments.append(timed(start, end) | {"text": " " + text, "tokens": tokens})
    write("talk.whisper-cpp.json", dumped({
        "systeminfo": "AVX = 1 | NEON = 0 | ", "model": {"type": "base", "multilingual": True, "vocab": 51865},
        "params": {"model": "models/ggml-base.bin", "language": "en", "translate": False}, "result": {"language": "en"},
        "transcription": segments}, indent="\t", ensure_ascii=False) + "\n")


def transformers():
    chunks = [{"text": " " + word, "timestamp": [begin, stop]} for _, begin, stop, word, _ in words()]
    write("talk.transformers.json", dumped({"text": "".join(chunk["text"] for chunk in chunks), "chunks": chunks}))


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


def podcast():
    segments = [{"speaker": speaker, "startTime": begin, "endTime": stop, "body": word} for speaker, begin, stop, word, _ in words()]
    write("talk.podcast.json", dumped({"version": "1.0.0", "segments": segments}, indent=2, ensure_ascii=False) + "\n")


def amberscript():
    ids = {"Ann Lee": "spk1", "Raj Patel": "spk2"}
    segments = [{"speaker": ids[speaker], "words": [{"text": word, "start": begin, "end": stop, "duration": round(stop - begin, 2), "conf": sure}
                                                    for _, begin, stop, word, sure in own]} for speaker, _, _, _, own in turns()]
    speakers = [{"spkid": short, "name": name} for name, short in ids.items()]
    write("talk.amberscript.json", dumped({"id": "talk", "segments": segments, "speakers": speakers}, ensure_ascii=False))


def json3():
    events = [{"tStartMs": 0, "dDurationMs": 23000, "id": 1, "wpWinPosId": 1, "wsWinStyleId": 1}]
    for _, start, end, _, own in turns():
        for part in halves(own):
            first = round(part[0][1] * 1000)
            segs = [{"utf8": (" " if number else "") + word[3], **({"tOffsetMs": round(word[1] * 1000) - first} if number else {}), "acAsrConf": 0}
                    for number, word in enumerate(part)]
            events.append({"tStartMs": first, "dDurationMs": round((part[-1][2] - part[0][1]) * 1000), "wWinId": 1, "segs": segs})
            events.append({"tStartMs": round(part[-1][2] * 1000), "dDurationMs": 10, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]})
    write("talk.json3.json", dumped({"wireMagic": "pb3", "pens": [{}], "events": events}, indent=2) + "\n")


def jsonl():
    lines = [dumped({"id": number, "speaker": speaker, "text": text, "note": "git lab stays here"}) for number, (speaker, _, text) in enumerate(TURNS)]
    write("talk.jsonl", "\n".join(lines) + "\n")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for writer in [text, srt, vtt, youtube_vtt, aws, whisper, whisperx, deepgram, assemblyai, google, google_v2, azure,
                   speechmatics, rev, whisper_cpp, transformers, ctm, ttml, html, docx, jsonl, podcast,
                   amberscript, json3]:
        writer()
