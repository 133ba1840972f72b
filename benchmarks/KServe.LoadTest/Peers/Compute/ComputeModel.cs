using System.Runtime.InteropServices;
using KServe.Load.Calls;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>A network of matrix products that takes over a millisecond of one core, as an ONNX file and in C#.</summary>
/// <remarks>
/// Input <c>x</c> and output <c>y</c> are FP32 [1,128]. A column is added to the input, which makes a square matrix;
/// 96 layers multiply it by one of four weight matrices and cut off what is negative; the mean of the rows is the
/// output. That is 201 million multiplications with their additions from a file of 270 KB. The weights come from a fixed seed
/// and keep the size of the values from layer to layer.
/// </remarks>
internal static class ComputeModel
{
    /// <summary>The length of the input and of the output.</summary>
    public const int Width = 128;

    private const int Layers = 96;
    private const int Matrices = 4;

    // onnx.proto: TensorProto.FLOAT, AttributeProto.INT and AttributeProto.INTS.
    private const int Float = 1, Int = 2, Ints = 7;

    /// <summary>Writes the file unless it lies there already.</summary>
    /// <param name="folder">The folder of the model.</param>
    public static void EnsureWritten(string folder)
    {
        var path = Path.Combine(folder, "model.onnx");
        var model = CreateModel();
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(model))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path, model);
    }

    /// <summary>Computes the output in double precision, to compare with.</summary>
    public static double[] Compute(ReadOnlySpan<float> x)
    {
        var weights = new ComputeWeights(Matrices, Width);
        var values = new double[Width * Width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = x[i % Width] + weights.Column[i / Width];
        }

        for (var layer = 0; layer < Layers; layer++)
        {
            values = MultiplyAndCut(values, weights.Matrices[layer % Matrices]);
        }

        var y = new double[Width];
        for (var i = 0; i < values.Length; i++)
        {
            y[i % Width] += values[i] / Width;
        }

        return y;
    }

    private static double[] MultiplyAndCut(double[] left, float[] right)
    {
        var product = new double[left.Length];
        for (var i = 0; i < Width; i++)
        {
            var row = product.AsSpan(i * Width, Width);
            for (var k = 0; k < Width; k++)
            {
                var factor = left[(i * Width) + k];
                for (var j = 0; j < Width; j++)
                {
                    row[j] += factor * right[(k * Width) + j];
                }
            }

            for (var j = 0; j < Width; j++)
            {
                row[j] = Math.Max(row[j], 0);
            }
        }

        return product;
    }

    private static byte[] CreateModel()
    {
        var weights = new ComputeWeights(Matrices, Width);
        var graph = new ProtoBytes().Message(1, Node("Add", "h0", "x", "column"));
        for (var layer = 0; layer < Layers; layer++)
        {
            graph.Message(1, Node("MatMul", $"p{layer}", $"h{layer}", $"w{layer % Matrices}"))
                .Message(1, Node("Relu", $"h{layer + 1}", $"p{layer}"));
        }

        var axes = new ProtoBytes().Text(1, "axes").Packed(8, 0).Varint(20, Ints);
        var keepDimensions = new ProtoBytes().Text(1, "keepdims").Varint(3, 1).Varint(20, Int);
        graph.Message(1, Node("ReduceMean", "y", $"h{Layers}").Message(5, axes).Message(5, keepDimensions))
            .Text(2, "compute")
            .Message(5, Tensor("column", weights.Column, Width, 1));
        for (var i = 0; i < Matrices; i++)
        {
            graph.Message(5, Tensor($"w{i}", weights.Matrices[i], Width, Width));
        }

        graph.Message(11, Value("x")).Message(12, Value("y"));
        return new ProtoBytes().Varint(1, 8).Message(7, graph)
            .Message(8, new ProtoBytes().Text(1, "").Varint(2, 13))
            .ToArray();
    }

    private static ProtoBytes Node(string operation, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new ProtoBytes();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        return node.Text(2, output).Text(3, output).Text(4, operation);
    }

    private static ProtoBytes Tensor(string name, float[] values, params ReadOnlySpan<long> shape) =>
        new ProtoBytes().Packed(1, shape).Varint(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));

    private static ProtoBytes Value(string name)
    {
        var shape = new ProtoBytes().Message(1, new ProtoBytes().Varint(1, 1))
            .Message(1, new ProtoBytes().Varint(1, Width));
        var tensor = new ProtoBytes().Varint(1, Float).Message(2, shape);
        return new ProtoBytes().Text(1, name).Message(2, new ProtoBytes().Message(1, tensor));
    }
}
