#!/usr/bin/env python3
"""Makes a clip with a burned-in machine-readable counter and a steady tone.

make_clip.py OUT WIDTH HEIGHT RATE FRAMES

A moving test picture, softened so that chroma resampling leaves no sharp edges to disagree on; the
frame number in the strip of strip.py; a 1 kHz tone that goes on without a step when the clip loops
(its length is a whole number of periods). Lossless picture and sound. Give OUT the ending .mov: the time
stamps of Matroska are whole milliseconds, too coarse to find a sample again.
"""
import subprocess
import sys

import strip


def main():
    out, width, height, rate, frames = sys.argv[1], *map(int, sys.argv[2:6])
    if frames > strip.NUMBER_MAX + 1 or frames * 1000 % rate:
        sys.exit("make_clip: FRAMES must fit the counter and last a whole number of milliseconds")
    seconds = frames / rate
    graph = (
        "[0:v]gblur=sigma=3,format=yuv422p[b];"
        f"[1:v]scale={width}:{strip.STRIP_LINES}:flags=neighbor,format=yuv422p[s];"
        "[b][s]overlay=0:0:format=yuv422,format=yuv422p[v]"
    )
    command = [
        "ffmpeg", "-y", "-v", "error",
        "-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate={rate}:duration={seconds}",
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{strip.BLOCKS}x1", "-r", str(rate),
        "-i", "pipe:0",
        "-f", "lavfi", "-i", f"sine=frequency=1000:sample_rate=48000:duration={seconds}",
        "-filter_complex", graph, "-map", "[v]", "-map", "2:a",
        "-c:v", "ffvhuff", "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
        "-color_trc", "bt709", "-af", "volume=6dB", "-c:a", "pcm_s16le", "-ac", "2", out,
    ]
    encoder = subprocess.Popen(command, stdin=subprocess.PIPE)
    for number in range(frames):
        # 16 and 235 would be narrow range; gray is full range here.
        encoder.stdin.write(bytes(235 if bit else 20 for bit in strip.blocks(number)))
    encoder.stdin.close()
    sys.exit(encoder.wait())


if __name__ == "__main__":
    main()
