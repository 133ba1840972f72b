using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>Asks for the output of <see cref="ComputeModel"/>, over REST with binary tensors.</summary>
internal static class ComputeScenario
{
    /// <summary>The model's name.</summary>
    public const string Model = "compute";

    // Of the largest value: single precision over all layers, in an order of additions that differs by processor.
    private const double Tolerance = 1e-4;

    /// <summary>Makes the scenario and the file of its model.</summary>
    public static Scenario Create()
    {
        ComputeModel.EnsureWritten(ModelFolders.Compute);
        return new Scenario
        {
            Name = ScenarioNames.Compute,
            Title = "ONNX model of over 1 ms, V2 binary FP32 [1,128]",
            Model = ScenarioModel.Compute,
            Request = CreateRequest(),
            Baseline = ServerNames.OnnxLoop,
            Connections = 4,
        };
    }

    /// <summary>Makes the input.</summary>
    public static float[] CreateInput() => new NormalPayload(ComputeModel.Width).Values.ToArray();

    private static LoadRequest CreateRequest()
    {
        var input = CreateInput();
        var raw = MemoryMarshal.AsBytes<float>(input);
        var json = Encoding.UTF8.GetBytes(
            $"{{\"parameters\":{{\"binary_data_output\":true}},\"inputs\":[{{\"name\":\"x\",\"shape\":[1,{input.Length}],"
            + $"\"datatype\":\"FP32\",\"parameters\":{{\"binary_data_size\":{raw.Length}}}}}]}}");
        var expected = new Lazy<double[]>(() => ComputeModel.Compute(input));
        return new LoadRequest
        {
            Protocol = WireProtocol.Http1,
            Path = $"/v2/models/{Model}/infer",
            ContentType = "application/octet-stream",
            Headers = [new("inference-header-content-length", json.Length.ToString(CultureInfo.InvariantCulture))],
            Body = (byte[])[.. json, .. raw],
            FindError = body => FindError(body.Span, expected.Value),
        };
    }

    private static string? FindError(ReadOnlySpan<byte> body, double[] expected)
    {
        var length = expected.Length * sizeof(float);
        if (body.Length < length)
        {
            return $"{body.Length} bytes, too few for {expected.Length} values";
        }

        var tolerance = Tolerance * expected.Max();
        var values = MemoryMarshal.Cast<byte, float>(body[^length..].ToArray());
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i] - expected[i]) <= tolerance))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"value {i} is {values[i]} instead of {expected[i]}");
            }
        }

        return null;
    }
}
