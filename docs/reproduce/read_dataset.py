"""Reads a recorded data set with other people's tools and compares it with what info.json promises.

    python3 -m venv v && v/bin/pip install datasets pandas pyarrow av
    v/bin/python docs/reproduce/read_dataset.py DATASET [CACHE]

With lerobot installed too, every frame is also read through LeRobotDataset itself (VIDEO_BACKEND=pyav where FFmpeg's libraries
are not installed).
"""

import json
import os
import sys
from pathlib import Path

import av
import datasets
import numpy as np
import pandas as pd

root = Path(sys.argv[1])
info = json.loads((root / "meta/info.json").read_text())
fps = info["fps"]
videos = [name for name, f in info["features"].items() if f["dtype"] == "video"]


def hf_feature(feature):
    shape, dtype = tuple(feature["shape"]), feature["dtype"]
    if shape == (1,):
        return datasets.Value(dtype)
    return datasets.Sequence(feature=datasets.Value(dtype), length=shape[0])


columns = {n: hf_feature(f) for n, f in info["features"].items() if f["dtype"] != "video"}
files = sorted(str(p) for p in (root / "data").glob("*/*.parquet"))
cache = sys.argv[2] if len(sys.argv) > 2 else str(root.parent / ".datasets-cache")
data = datasets.Dataset.from_parquet(
    files, features=datasets.Features(columns), cache_dir=cache
)
assert len(data) == info["total_frames"]
table = data.to_pandas()
assert not table.isnull().any().any()
assert (table["index"] == np.arange(len(table))).all()
assert np.allclose(table["timestamp"], table["frame_index"] / fps, atol=1e-6)

tasks = pd.read_parquet(root / "meta/tasks.parquet")
assert isinstance(tasks.iloc[0].name, str)
print("task:", tasks.iloc[0].name)

episodes = pd.concat(
    pd.read_parquet(p) for p in sorted((root / "meta/episodes").glob("*/*.parquet"))
)
assert len(episodes) == info["total_episodes"]
assert episodes["dataset_to_index"].iloc[-1] == info["total_frames"]

pixels = {key: [] for key in videos}
for _, episode in episodes.iterrows():
    for key in videos:
        path = root / info["video_path"].format(
            video_key=key,
            chunk_index=episode[f"videos/{key}/chunk_index"],
            file_index=episode[f"videos/{key}/file_index"],
        )
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            assert abs(float(stream.average_rate) - fps) < 1e-9, stream.average_rate
            frames = list(container.decode(video=0))
        start = episode[f"videos/{key}/from_timestamp"]
        assert len(frames) == episode["length"]
        for k, frame in enumerate(frames):
            assert abs(float(frame.pts * frame.time_base) - (start + k / fps)) < 1e-4
        pixels[key] += [f.to_ndarray(format="rgb24") for f in frames]
        # The statistics were made from the frames as recorded: equal means say that colours are too.
        if len(frames) <= 100:
            rgb = np.stack([f.to_ndarray(format="rgb24") for f in frames]) / 255.0
            mean = np.array([m[0][0] for m in episode[f"stats/{key}/mean"]])
            assert np.allclose(rgb.mean(axis=(0, 1, 2)), mean, atol=1e-12), (key, mean)
state = np.stack(table["observation.state"])
stats = json.loads((root / "meta/stats.json").read_text())["observation.state"]
assert np.allclose(state.min(axis=0), stats["min"]) and np.allclose(state.max(axis=0), stats["max"])
assert np.allclose(state.mean(axis=0), stats["mean"], atol=1e-6)
assert np.allclose(state.std(axis=0), stats["std"], atol=1e-6)
print(f"read by datasets {datasets.__version__}, pandas {pd.__version__}, av {av.__version__}:",
      f"{len(episodes)} episodes, {len(data)} frames, {len(videos)} videos an episode: all as promised")

try:
    from lerobot.datasets.lerobot_dataset import LeRobotDataset
except ImportError:
    print("lerobot is not installed: not read through LeRobotDataset itself")
    sys.exit()
import lerobot

backend = os.environ.get("VIDEO_BACKEND")  # torchcodec needs FFmpeg's libraries; pyav brings its own
dataset = LeRobotDataset("serl4j/" + root.name, root=root, video_backend=backend)
for i in range(len(dataset)):
    item = dataset[i]
    assert np.array_equal(item["observation.state"].numpy(), state[i])
    assert isinstance(item["task"], str)
    for key in videos:
        rgb = np.rint(item[key].numpy().transpose(1, 2, 0) * 255).astype(np.uint8)
        assert np.array_equal(rgb, pixels[key][i]), (key, i)
print(f"read by lerobot {lerobot.__version__} ({dataset.video_backend}): {len(dataset)} items, pixels equal")
