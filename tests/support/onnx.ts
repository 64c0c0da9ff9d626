/**
 * Writes ONNX models that give the same numbers whatever they are shown: each output is a constant. For tests of what reads a detector's
 * outputs, with boxes that can be computed by hand. The format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, as protobuf.
 */
export type Constant = { readonly name: string; readonly dims: readonly number[]; readonly data: Float32Array };

const VARINT = 0;
const BYTES = 2;
const FLOAT = 1;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
const number = (field: number, value: number) => Buffer.concat([varint(field * 8 + VARINT), varint(value)]);
const bytes = (field: number, value: Buffer | string) => {
  const body = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + BYTES), varint(body.length), body]);
};

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
const tensor = ({ name, dims, data }: Constant) =>
  Buffer.concat([...dims.map((dim) => number(1, dim)), number(2, FLOAT), bytes(8, name), bytes(9, Buffer.from(data.buffer))]);

/** ValueInfoProto: name 1, type 2 → tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1 or dim_param 2. */
const value = (name: string, dims: readonly (number | string)[]) =>
  Buffer.concat([
    bytes(1, name),
    bytes(2, bytes(1, Buffer.concat([
      number(1, FLOAT),
      bytes(2, Buffer.concat(dims.map((dim) => bytes(1, typeof dim === "number" ? number(1, dim) : bytes(2, dim))))),
    ]))),
  ]);

/** NodeProto: input 1, output 2, op_type 4. GraphProto: node 1, name 2, initializer 5, input 11, output 12. ModelProto: ir 1, graph 7, opset 8. */
export function constantModel(input: { name: string; dims: readonly (number | string)[] }, outputs: readonly Constant[]): Buffer {
  const graph = Buffer.concat([
    ...outputs.map(({ name }) => bytes(1, Buffer.concat([bytes(1, `${name}:constant`), bytes(2, name), bytes(4, "Identity")]))),
    bytes(2, "constants"),
    ...outputs.map((one) => bytes(5, tensor({ ...one, name: `${one.name}:constant` }))),
    bytes(11, value(input.name, input.dims)),
    ...outputs.map(({ name, dims }) => bytes(12, value(name, dims))),
  ]);
  return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, Buffer.concat([bytes(1, ""), number(2, 13)]))]);
}
