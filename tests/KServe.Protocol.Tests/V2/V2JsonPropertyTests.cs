using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V2JsonPropertyTests
{
    private const int Seed = 20240229;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadAndWrite_RandomTensors_KeepEveryBit(bool binary)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 1500; round++)
        {
            var type = (TensorDataType)random.Next(1, 15);
            if (!binary && type.IsBinaryOnly())
            {
                continue;
            }

            using var request = Codec.ReadV2(
                "{\"inputs\":[],\"parameters\":{\"binary_data_output\":" + (binary ? "true" : "false") + "}}");
            using var response = new InferResponse(RandomTensor(random, type, finite: !binary));
            var tails = new List<InferTensor>();
            var form = (V2JsonForm)random.Next(2);

            var json = Codec.WriteV2(request, response, form, tails)
                .Replace("\"outputs\"", "\"inputs\"", StringComparison.Ordinal)
                .Replace("\"data\":", round % 2 == 0 ? "\"data\": " : "\"data\":\n", StringComparison.Ordinal);
            using var back = Codec.ReadV2(json, tails.Count == 0 ? [] : tails[0].Data.Span);

            Assert.Equal(response.Outputs[0].Shape, back.Inputs[0].Shape);
            Assert.Equal(type, back.Inputs[0].DataType);
            Assert.Equal(response.Outputs[0].Data.ToArray(), back.Inputs[0].Data.ToArray());
        }
    }

    [Fact]
    public void ReadRequest_RandomNumbers_RoundAsTheFrameworkDoes()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var text = RandomNumber(random);
            var single = float.Parse(text, CultureInfo.InvariantCulture);
            var wide = double.Parse(text, CultureInfo.InvariantCulture);
            if (float.IsFinite(single))
            {
                Assert.True(JsonNumber.TryParse(Encoding.UTF8.GetBytes(text), out float parsed));
                Assert.Equal(BitConverter.SingleToInt32Bits(single), BitConverter.SingleToInt32Bits(parsed));
            }

            Assert.Equal(double.IsFinite(wide), JsonNumber.TryParse(Encoding.UTF8.GetBytes(text), out double number));
            Assert.True(!double.IsFinite(wide)
                || BitConverter.DoubleToInt64Bits(wide) == BitConverter.DoubleToInt64Bits(number));
        }
    }

    [Theory]
    [InlineData("1.00000005960464477539", 1f)]
    [InlineData("1.00000005960464484", 1.00000012f)]
    [InlineData("1.0000000596046447", 1f)]
    [InlineData("16777217", 16777216f)]
    [InlineData("16777219", 16777220f)]
    [InlineData("-0.0", -0f)]
    [InlineData("3.4028235677973366e38", float.MaxValue)]
    [InlineData("1e-46", 0f)]
    public void ReadRequest_NumbersNearHalfway_RoundOnce(string text, float expected)
    {
        using var request = Codec.ReadV2(Codec.Input("FP32", "[1]", $"[{text}]"));

        Assert.Equal(float.Parse(text, CultureInfo.InvariantCulture), request.Inputs[0].AsSpan<float>()[0]);
        Assert.Equal(
            BitConverter.SingleToInt32Bits(expected),
            BitConverter.SingleToInt32Bits(request.Inputs[0].AsSpan<float>()[0]));
    }

    private static InferTensor RandomTensor(Random random, TensorDataType type, bool finite)
    {
        var dimensions = new long[random.Next(0, 4)];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = random.Next(0, 5);
        }

        var shape = TensorShape.Create(dimensions);
        var count = (int)shape.GetElementCount();
        if (type == TensorDataType.BYTES)
        {
            var elements = new byte[count][];
            for (var i = 0; i < count; i++)
            {
                elements[i] = RandomBytes(random, isText: finite);
            }

            return Codec.Bytes("t", shape, elements);
        }

        var data = new byte[count * type.GetElementSize()];
        random.NextBytes(data);
        for (var i = 0; i < data.Length; i++)
        {
            // an exponent whose highest bits are clear is neither NaN nor infinite
            data[i] = type == TensorDataType.BOOL ? (byte)(data[i] & 1) : finite ? (byte)(data[i] & 0xBF) : data[i];
        }

        return InferTensor.FromMemory("t", type, shape, data);
    }

    private static byte[] RandomBytes(Random random, bool isText)
    {
        if (!isText)
        {
            var bytes = new byte[random.Next(0, 9)];
            random.NextBytes(bytes);
            return bytes;
        }

        var text = new StringBuilder();
        for (var i = random.Next(0, 9); i > 0; i--)
        {
            var scalar = random.Next(4) switch
            {
                0 => random.Next(0, 0x80),
                1 => random.Next(0, 0x20),
                2 => random.Next(0xE000, 0x10FFFF),
                _ => random.Next(0x80, 0xD800),
            };
            text.Append(new Rune(scalar).ToString());
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string RandomNumber(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "-" : "");
        text.Append(random.Next(0, 10));
        if (text[^1] != '0')
        {
            Digits(text, random, random.Next(0, 14));
        }

        if (random.Next(3) != 0)
        {
            text.Append('.');
            Digits(text, random, random.Next(1, 14));
        }

        if (random.Next(3) == 0)
        {
            text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(-45, 40));
        }

        return text.ToString();
    }

    private static void Digits(StringBuilder text, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            text.Append(random.Next(0, 10));
        }
    }
}
