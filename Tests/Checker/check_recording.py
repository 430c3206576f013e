#!/usr/bin/env python3
"""Checks a recording against the slot records, slot for slot, sharing no code with Holdover.

check_recording.py RECORDING SLOTS --frames N [--clip CLIP --invert] [--quiet-slots]

SLOTS holds one JSON object a line, as `holdover slots --follow --json` prints them. Checked are:
the number of frames; the counter decoded from each picture against the input frame number of its
slot; that no slot of the recording was lost; the sound's length to the sample and that its tone goes
on without a step (with --quiet-slots: except in slots whose record says silent or input_lost); with
--invert, that each picture is the negative of the clip's frame named by its slot, to 40 dB PSNR.
Prints a JSON report; exit code 1 where something disagrees.
"""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile

import strip

TONE_HERTZ = 1000
SAMPLE_RATE = 48000


def run(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def probe(path):
    text = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                "stream=width,height,r_frame_rate", "-of", "json", path])
    stream = json.loads(text)["streams"][0]
    numerator, denominator = map(int, stream["r_frame_rate"].split("/"))
    return stream["width"], stream["height"], numerator, denominator


def counters(path, width):
    """One number, or None, for each frame of the recording."""
    chain = f"crop={width}:{strip.STRIP_LINES - 8}:0:4,scale={strip.BLOCKS}:1:flags=area,format=gray"
    raw = run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", "-vf", chain, "-vsync", "passthrough",
               "-f", "rawvideo", "-"])
    count = len(raw) // strip.BLOCKS
    return [strip.read(raw[k * strip.BLOCKS:(k + 1) * strip.BLOCKS]) for k in range(count)]


def slots_of(path, frames):
    """The records of the recorded slots: from the first programme slot on."""
    records = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.endswith("\n"):
                break  # cut off while being written
            record = json.loads(line)
            if "unrecorded_from" in record:
                sys.exit(f"check: {record['count']} slots without a record")
            records.append(record)
    first = next((k for k, r in enumerate(records) if r["source"].startswith("program")), None)
    if first is None:
        sys.exit("check: no programme slot in the records")
    return records[first:first + frames]


def check_counters(decoded, records, report):
    wrong, longest, current = [], 0, 0
    for number, (seen, record) in enumerate(zip(decoded, records)):
        shows_input = record["source"].startswith("program") or record["source"] == "repeat"
        wanted = record.get("input_frame_number") if shows_input else None
        if seen != wanted:
            wrong.append({"frame": number, "decoded": seen, "record": wanted,
                          "index": record["index"], "source": record["source"]})
        current = current + 1 if record["source"] == "repeat" else 0
        longest = max(longest, current)
    report["frames_disagreeing"] = len(wrong)
    report["first_disagreements"] = wrong[:5]
    report["longest_repeat_slots"] = longest
    repeats = sum(1 for a, b in zip(decoded, decoded[1:]) if a == b and a is not None)
    report["repeated_pictures"] = repeats
    return not wrong


def check_slots(records, frames, report):
    lost = [r["index"] for r in records if r["lost_cause"] != "none"]
    steps = [b["index"] - a["index"] for a, b in zip(records, records[1:])]
    sources = {}
    for record in records:
        sources[record["source"]] = sources.get(record["source"], 0) + 1
    report.update(slots=len(records), slots_by_source=sources, lost=len(lost),
                  gaps=sum(1 for step in steps if step != 1))
    return len(records) == frames and not lost and all(step == 1 for step in steps)


def check_sound(path, records, rate, quiet_slots, report):
    raw = run(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-af", "pan=mono|c0=c0",
               "-ar", str(SAMPLE_RATE), "-f", "s16le", "-"])
    samples = memoryview(raw).cast("h")
    numerator, denominator = rate

    def start(slot):
        return slot * SAMPLE_RATE * denominator // numerator

    # Where the card began relative to index 0 shifts the rounding by one sample at most.
    wanted = start(len(records))
    report["samples"] = len(samples)
    report["samples_expected"] = wanted
    factor = 2 * math.cos(2 * math.pi * TONE_HERTZ / SAMPLE_RATE)
    peak = max(max(samples[:], default=0), 1)
    excused = set()
    for place, record in enumerate(records):
        if quiet_slots and {"silent", "input_lost"} & set(record["flags"]):
            excused.update((place - 1, place, place + 1))
    period = numerator / denominator
    broken, silent = set(), set()
    for n in range(2, len(samples)):
        # A pure tone obeys this recurrence; a step, gap or repeat breaks it.
        if abs(samples[n] - factor * samples[n - 1] + samples[n - 2]) > 0.02 * peak + 8:
            broken.add(int(n * period / SAMPLE_RATE))
    window = SAMPLE_RATE // 100
    for begin in range(0, len(samples) - window, window):
        if max(samples[begin:begin + window]) < 0.3 * peak:
            silent.add(int(begin * period / SAMPLE_RATE))
    broken -= excused
    silent -= excused
    report.update(tone_peak=peak, tone_broken_slots=sorted(broken)[:10],
                  silent_slots=sorted(silent)[:10], excused_slots=len(excused))
    return abs(len(samples) - wanted) <= 1 and peak > 500 and not broken and not silent


def check_negative(path, clip, records, size, report):
    width, height = size
    to_rgb = "scale=in_range=tv:flags=bicubic+accurate_rnd+full_chroma_int"
    byte_count = width * height * 3
    raw = run(["ffmpeg", "-v", "error", "-i", clip, "-map", "0:v:0", "-vf",
               f"{to_rgb},format=gbrp,negate", "-f", "rawvideo", "-"])
    with tempfile.TemporaryDirectory() as folder:
        reference = os.path.join(folder, "reference.raw")
        with open(reference, "wb") as file:
            for record in records:
                # A slot without an input frame has no picture to be the negative of.
                number = record.get("input_frame_number") or 0
                file.write(raw[number * byte_count:(number + 1) * byte_count])
        stats = os.path.join(folder, "psnr.txt")
        run(["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "gbrp", "-s",
             f"{width}x{height}", "-r", "25", "-i", reference, "-lavfi",
             f"[0:v]settb=1/25,setpts=N,{to_rgb},format=gbrp[a];[1:v]settb=1/25,setpts=N[b];"
             f"[a][b]psnr=stats_file={stats}", "-f", "null", "-"])
        with open(stats, encoding="utf-8") as file:
            values = [float(v) for v in re.findall(r"psnr_avg:([0-9.inf]+)", file.read())]
    shown = [v for v, r in zip(values, records) if r.get("input_frame_number") is not None]
    report["frames_without_input"] = len(values) - len(shown)
    values = shown
    report["psnr_frames"] = len(values)
    report["psnr_min"] = round(min(values, default=0), 2)
    report["psnr_mean"] = round(sum(values) / max(1, len(values)), 2)
    return len(values) >= 0.98 * len(records) and min(values, default=0) >= 40


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recording")
    parser.add_argument("slots")
    parser.add_argument("--frames", type=int, required=True)
    parser.add_argument("--clip")
    parser.add_argument("--invert", action="store_true")
    parser.add_argument("--quiet-slots", action="store_true")
    options = parser.parse_args()
    width, height, numerator, denominator = probe(options.recording)
    decoded = counters(options.recording, width)
    records = slots_of(options.slots, options.frames)
    report = {"frames": len(decoded), "frames_expected": options.frames}
    checks = {"frame_count": len(decoded) == options.frames}
    checks["slots"] = check_slots(records, options.frames, report)
    checks["counters"] = check_counters(decoded, records, report)
    checks["sound"] = check_sound(options.recording, records, (numerator, denominator),
                                  options.quiet_slots, report)
    if options.invert:
        checks["negative"] = check_negative(
            options.recording, options.clip, records, (width, height), report)
    report["checks"] = checks
    report["ok"] = all(checks.values())
    print(json.dumps(report, indent=2))
    sys.exit(0 if report["ok"] else 1)


if __name__ == "__main__":
    main()
