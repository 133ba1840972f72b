using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Holds reading without tokens to reading with tokens: every bit, and every word of errors.</summary>
public sealed class ArrayScannerTests
{
    private const int Seed = 8259;
    private static readonly ProtocolLimits Scan = ProtocolLimits.Default;
    private static readonly ProtocolLimits Tokens = Scan with { ScansArrays = false };

    private static readonly TensorDataType[] Types =
    [
        TensorDataType.FP32, TensorDataType.FP64, TensorDataType.UINT8, TensorDataType.INT8, TensorDataType.UINT16,
        TensorDataType.INT16, TensorDataType.UINT32, TensorDataType.INT32, TensorDataType.UINT64, TensorDataType.INT64,
        TensorDataType.BOOL,
    ];

    [Theory]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    [InlineData(TensorDataType.FP32)]
    [InlineData(TensorDataType.FP64)]
    public void ReadRequest_RandomNumbers_GivesTheFrameworksBits(TensorDataType type)
    {
        const int Count = 60_000;
        var json = new RandomJson(new Random(Seed + (int)type));
        var texts = new List<string>(Count);
        while (texts.Count < Count)
        {
            var text = json.Number();
            if (type == TensorDataType.FP64 ? double.IsFinite(double.Parse(text)) : float.IsFinite(float.Parse(text)))
            {
                texts.Add(text);
            }
        }

        var at = 0;
        var data = json.Array([Count], () => texts[at++]);
        using var request = Codec.ReadV2(Codec.Input(type.GetName(), $"[{Count}]", data));

        for (var i = 0; i < Count; i++)
        {
            Assert.True(
                type == TensorDataType.FP64
                    ? SameBits(double.Parse(texts[i]), request.Inputs[0].AsSpan<double>()[i])
                    : SameBits(float.Parse(texts[i]), request.Inputs[0].AsSpan<float>()[i]),
                texts[i]);
        }
    }

    [Fact]
    public void ReadRequest_RandomV2_IsAsWithTokens()
    {
        var random = new Random(Seed);
        var json = new RandomJson(random);
        var taken = 0;
        for (var round = 0; round < 4000; round++)
        {
            var type = Types[random.Next(Types.Length)];
            var name = type.GetName();
            int[] shape = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 7))];
            var data = json.Array(
                random.Next(3) == 0 ? [shape.Aggregate((a, b) => a * b)] : shape, () => Element(random, json, type));
            var dimensions = random.Next(20) == 0 ? "[3]" : $"[{string.Join(',', shape)}]";
            var body = round % 4 == 0
                ? $$"""{"inputs":[{"data": {{data}}, "name":"x","shape":{{dimensions}},"datatype":"{{name}}"}]}"""
                : Codec.Input(type.GetName(), dimensions, data);

            taken += Compare(Encoding.UTF8.GetBytes(body), limits => body => V2Json.ReadRequest(
                body, null, "m", new TensorPool(), limits));
        }

        Assert.InRange(taken, 1000, 3700);
    }

    [Fact]
    public void ReadRequest_RandomV1_IsAsWithTokens()
    {
        var random = new Random(Seed);
        var json = new RandomJson(random);
        var taken = 0;
        for (var round = 0; round < 4000; round++)
        {
            var type = round % 3 == 0 ? TensorDataType.None : Types[random.Next(Types.Length)];
            int[] shape = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 6))];
            var isMixed = random.Next(3) == 0;
            var data = json.Array(shape, () => Element(random, json, isMixed ? TensorDataType.FP64 : type));
            var row = json.Array([2], () => Element(random, json, type));
            var body = (round % 5) switch
            {
                0 => $$$"""{"inputs":{"x":{{{data}}}}}""",
                1 => $$$"""{"instances":[{"x":{{{row}}}},{"x":{{{row}}}}]}""",
                _ => $$"""{"parameters":{}, "instances" : {{data}} }""",
            };
            var signature = type == TensorDataType.None
                ? ModelSignature.Empty
                : new ModelSignature { Inputs = [new TensorMetadata("x", type, [-1])] };

            taken += Compare(Encoding.UTF8.GetBytes(body), limits => body => V1Json.ReadRequest(
                body.Span, "m", signature, new TensorPool(), limits));
        }

        Assert.InRange(taken, 1000, 3700);
    }

    [Theory]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    [InlineData("[1.5,-2.25, 3e1 ,0.12345678901234567,null]", "[5]")]
    [InlineData("[[-1.5,20.25],\n[3.125 , 4]]", "[2,2]")]
    public void ReadRequest_EveryTruncationAndReplacement_IsAsWithTokens(string data, string shape)
    {
        var body = Encoding.UTF8.GetBytes(Codec.Input("FP32", shape, data));
        for (var length = 0; length <= body.Length; length++)
        {
            Compare(body[..length], limits => body => V2Json.ReadRequest(body, null, "m", new TensorPool(), limits));
        }

        for (var at = body.Length - data.Length - 3; at < body.Length; at++)
        {
            foreach (var other in "0123456789+-.eE,[]{}:\"\\ \n\t\r\0/nut\u007f"u8)
            {
                byte[] changed = [.. body];
                changed[at] = other;
                Compare(changed, limits => body => V2Json.ReadRequest(body, null, "m", new TensorPool(), limits));
            }
        }
    }

    [Fact]
    public void ReadRequest_MalformedBehindAnArray_TellsThePlaceInTheBody()
    {
        var numbers = string.Join(",\n", Enumerable.Repeat("1.5", 100));
        var body = Codec.Input("FP32", "[100]", $"[{numbers}]")[..^1] + "?";

        Assert.Equal("body: not valid JSON at line 100, byte 7", Codec.RefuseV2(body));
    }

    [Theory]
    [InlineData(3, "[12345]")]
    [InlineData(3, "[123]")]
    [InlineData(31, "[1234567890.123456789012345678901]")]
    public void ReadRequest_ShortLimitOfNumbers_HoldsWithoutTokens(int limit, string data)
    {
        var body = Encoding.UTF8.GetBytes(Codec.Input("FP64", "[1]", data));

        Compare(body, limits => body => V2Json.ReadRequest(
            body, null, "m", new TensorPool(), limits with { MaxNumberLength = limit }));
    }

    [Fact]
    public void ReadRequest_DepthLimit_HoldsWithoutTokens()
    {
        var body = Encoding.UTF8.GetBytes(Codec.Input("FP64", "[1,1,1]", "[[[1]]]"));
        for (var depth = 2; depth < 8; depth++)
        {
            Compare(body, limits => body => V2Json.ReadRequest(
                body, null, "m", new TensorPool(), limits with { MaxJsonDepth = depth }));
        }
    }

    private static string Element(Random random, RandomJson json, TensorDataType type) =>
        random.Next(150) == 0 ? json.WrongElement() : type switch
        {
            TensorDataType.BOOL => random.Next(2) == 0 ? "true" : "false",
            TensorDataType.FP32 or TensorDataType.FP64 => random.Next(30) == 0 ? "null" : json.Number(),
            TensorDataType.UINT8 => json.Integer(0, byte.MaxValue),
            TensorDataType.INT8 => json.Integer(sbyte.MinValue, (ulong)sbyte.MaxValue),
            TensorDataType.UINT16 => json.Integer(0, ushort.MaxValue),
            TensorDataType.INT16 => json.Integer(short.MinValue, (ulong)short.MaxValue),
            TensorDataType.UINT32 => json.Integer(0, uint.MaxValue),
            TensorDataType.INT32 => json.Integer(int.MinValue, int.MaxValue),
            TensorDataType.UINT64 => json.Integer(0, ulong.MaxValue),
            _ => json.Integer(long.MinValue, long.MaxValue),
        };

    /// <summary>Reads a body in both ways and compares what comes out.</summary>
    /// <returns>1 when the body was taken.</returns>
    private static int Compare(byte[] body, Func<ProtocolLimits, Func<Memory<byte>, InferRequest>> read)
    {
        var (expected, isTaken) = Describe(() => read(Tokens)(body));
        var (actual, _) = Describe(() => read(Scan)(body));

        Assert.True(expected == actual, $"{Encoding.UTF8.GetString(body)}\nexpected {expected}\nactual {actual}");
        return isTaken ? 1 : 0;
    }

    private static (string Text, bool IsTaken) Describe(Func<InferRequest> read)
    {
        try
        {
            using var request = read();
            var text = new StringBuilder();
            foreach (var input in request.Inputs)
            {
                text.Append(input).Append(Convert.ToHexString(input.Data.Span));
            }

            return (text.ToString(), true);
        }
        catch (InferenceException exception)
        {
            return (exception.Message, false);
        }
    }

    private static bool SameBits(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    private static bool SameBits(float left, float right) =>
        BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right);
}
