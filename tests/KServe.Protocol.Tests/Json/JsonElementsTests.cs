using System.Buffers;
using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class JsonElementsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(30_000)]
    public void WriteResponse_AnyCountIntoTightBuffers_WritesAll(int count)
    {
        var floats = Enumerable.Range(0, count).Select(i => (i - 7) / 3f).ToArray();
        var longs = Enumerable.Range(0, count).Select(i => (long)i * i * i * i).ToArray();
        var bytes = Enumerable.Range(0, count).Select(i => (byte)i).ToArray();
        using var request = new InferRequest("m");
        using var response = new InferResponse(
            InferTensor.Create<float>("f", [count], floats),
            InferTensor.Create<long>("l", [count], longs),
            InferTensor.Create<byte>("b", [count], bytes));
        var writer = new TightWriter();

        V2Json.WriteResponse(writer, request, response, V2JsonForm.Strict, []);

        var expected =
            $"{{\"model_name\":\"m\",\"outputs\":[{Output("f", "FP32", floats.Select(NumberWriting.Expect))},"
            + $"{Output("l", "INT64", longs.Select(value => $"{value},"))},"
            + $"{Output("b", "UINT8", bytes.Select(value => $"{value},"))}]}}";
        Assert.Equal(expected, writer.GetText());

        string Output(string name, string type, IEnumerable<string> elements) =>
            $"{{\"name\":\"{name}\",\"shape\":[{count.ToString(CultureInfo.InvariantCulture)}],\"datatype\":\"{type}\","
            + $"\"data\":[{string.Concat(elements).TrimEnd(',')}]}}";
    }

    /// <summary>Gives exactly as many bytes as it is asked for, and notices a store behind them.</summary>
    private sealed class TightWriter : IBufferWriter<byte>
    {
        private const byte Guard = 0xA5;
        private readonly ArrayBufferWriter<byte> _written = new();
        private byte[] _current = [];
        private int _size;

        public string GetText() => Encoding.UTF8.GetString(_written.WrittenSpan);

        public void Advance(int count)
        {
            Assert.InRange(count, 0, _size);
            Assert.Equal(-1, _current.AsSpan(_size).IndexOfAnyExcept(Guard));
            _written.Write(_current.AsSpan(0, count));
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            _size = Math.Max(1, sizeHint);
            _current = new byte[_size + 64];
            _current.AsSpan().Fill(Guard);
            return _current.AsMemory(0, _size);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
