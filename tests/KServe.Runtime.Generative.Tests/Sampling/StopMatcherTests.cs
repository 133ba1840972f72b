using System.Buffers;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class StopMatcherTests
{
    [Theory]
    [InlineData("hello world", "lo w", "hel")]
    [InlineData("aaab", "aab", "a")]
    [InlineData("no stop here", "xyz", "no stop here")]
    [InlineData("ends with sto", "stop", "ends with sto")]
    [InlineData("stop", "stop", "")]
    public void Append_LetterByLetter_CutsBeforeTheStop(string text, string stop, string expected) =>
        Assert.Equal(expected, Run(text, [stop], 1, includeStop: false).Text);

    [Fact]
    public void Append_PieceMayBecomeAStop_HoldsBackOnlyThat()
    {
        var released = new ArrayBufferWriter<char>();
        var matcher = new StopMatcher(new StopTexts(["abc", "bd"]), includeStop: false);
        Assert.False(matcher.Append("xxab", released));
        Assert.Equal("xx", released.WrittenSpan.ToString());
        Assert.False(matcher.Append("b", released));
        Assert.Equal("xxab", released.WrittenSpan.ToString());
        Assert.True(matcher.Append("d", released));
        Assert.Equal("xxab", released.WrittenSpan.ToString());
        Assert.Equal("bd", matcher.Found);
    }

    [Fact]
    public void Append_RandomTextsAndPieces_AgreeWithTheDefinition()
    {
        var random = new Random(21);
        for (var round = 0; round < 2000; round++)
        {
            var text = Letters(random, random.Next(40));
            var count = random.Next(1, 5);
            string[] stops = [.. Enumerable.Range(0, count).Select(_ => Letters(random, random.Next(1, 6)))];
            var includeStop = random.Next(2) == 0;
            var (expected, found) = Define(text, stops, includeStop);
            var result = Run(text, stops, random.Next(1, 8), includeStop);
            Assert.Equal(expected, result.Text);
            Assert.Equal(found, result.Found);
        }
    }

    // The stop that ends first; of those that end together the longest.
    private static (string Text, string? Found) Define(string text, string[] stops, bool includeStop)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var found = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).MaxBy(s => s.Length);
            if (found is not null)
            {
                return (text[..(includeStop ? end : end - found.Length)], found);
            }
        }

        return (text, null);
    }

    private static (string Text, string? Found) Run(string text, string[] stops, int pieceLength, bool includeStop)
    {
        var released = new ArrayBufferWriter<char>();
        var matcher = new StopMatcher(new StopTexts(stops), includeStop);
        foreach (var piece in text.Chunk(pieceLength))
        {
            if (matcher.Append(piece, released))
            {
                return (released.WrittenSpan.ToString(), matcher.Found);
            }
        }

        matcher.Flush(released);
        return (released.WrittenSpan.ToString(), matcher.Found);
    }

    private static string Letters(Random random, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3)))]);
}
