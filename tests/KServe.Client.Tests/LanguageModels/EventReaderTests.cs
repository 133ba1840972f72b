using System.Text;

namespace KServe.Client.Tests.LanguageModels;

public sealed class EventReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "a|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "a|b")]
    [InlineData("data: a\r\rdata: b\r\r", "a|b")]
    [InlineData("data:a\n\ndata:  b\n\n", "a| b")]
    [InlineData("data: a\ndata: b\ndata\n\n", "a\nb\n")]
    [InlineData(": ping\n\nevent: x\nid: 1\nretry: 3\ndata: a\nother: b\ndatax: c\n\n\n\n", "a")]
    [InlineData("\uFEFFdata: a\n\n", "a")]
    [InlineData("data: é😀\n\n", "é😀")]
    [InlineData("data: a\n\ndata: half", "a")]
    [InlineData("data: a\n\ndata: no empty line\n", "a")]
    [InlineData("", "")]
    public async Task ReadAsync_AnySplit_GivesTheSameEvents(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            Assert.Equal(expected, await ReadAllAsync(bytes, size, maxLength: 64, maxTotal: 1000));
        }
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 0)]
    public async Task ReadAsync_LineAtTheLimit_IsTheLongest(int length, int events)
    {
        var bytes = Encoding.ASCII.GetBytes($"data: {new string('x', length)}\n\n");
        Assert.Equal(
            events == 1 ? new string('x', length) : "TooLarge",
            await ReadAllAsync(bytes, 4096, maxLength: 64, maxTotal: 10_000));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("data: xxxxxxxxxx\n")]
    [InlineData(": comment\n")]
    [InlineData("\n")]
    public async Task ReadAsync_WithoutEnd_StopsAtTheLimit(string piece)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 100_000)));
        Assert.Equal("TooLarge", await ReadAllAsync(bytes, 1000, maxLength: 2048, maxTotal: 50_000));
    }

    private static async Task<string> ReadAllAsync(byte[] bytes, int size, int maxLength, long maxTotal)
    {
        using var stream = new SlicedStream(bytes, size);
        using var reader = new EventReader(stream, maxLength, maxTotal);
        List<string> events = [];
        try
        {
            while (await reader.ReadAsync(Token) is { } data)
            {
                events.Add(Encoding.UTF8.GetString(data.Span));
            }
        }
        catch (InferenceException error)
        {
            return $"{error.Code}";
        }

        return string.Join('|', events);
    }
}
