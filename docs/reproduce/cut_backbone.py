"""Cuts the backbone behind its stride-8 output: what made mobilenetv2-oid-128-t168.onnx.

    pip install onnx==1.23.2
    python cut_backbone.py mobilenetv2-oid-128.onnx mobilenetv2-oid-128-t168.onnx
"""

import sys

import onnx
from onnx.utils import Extractor

whole, cut = sys.argv[1:3]
model = onnx.load(whole)
inputs = [tensor.name for tensor in model.graph.input]
onnx.save(Extractor(model).extract_model(inputs, ["t168"]), cut)
