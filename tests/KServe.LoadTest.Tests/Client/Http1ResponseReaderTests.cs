using System.Text;
using KServe.LoadTest.Client;

namespace KServe.LoadTest.Tests.Client;

public sealed class Http1ResponseReaderTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nDate: now\r\nCONTENT-length: 5\r\nServer: x\r\n\r\nhello";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(62)]
    [InlineData(1000)]
    public void Take_AnyPieces_FindsTheEndOfEveryAnswer(int size)
    {
        var reader = new Http1ResponseReader();
        for (var i = 0; i < 3; i++)
        {
            var rest = Encoding.ASCII.GetBytes(Answer).AsSpan();
            while (!rest.IsEmpty)
            {
                var piece = rest[..Math.Min(size, rest.Length)];
                rest = rest[piece.Length..];
                Assert.Equal(rest.IsEmpty, reader.Take(piece));
            }
        }

        Assert.Equal("hello", Encoding.ASCII.GetString(reader.FirstBody!.Value.Span));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", reader.FirstHead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhello")]
    public void Take_WhatItCannotCount_Throws(string answer) =>
        Assert.Throws<LoadException>(() => new Http1ResponseReader().Take(Encoding.ASCII.GetBytes(answer)));

    [Fact]
    public void Take_AnswerOfAnotherLength_Throws()
    {
        var reader = new Http1ResponseReader();
        reader.Take(Encoding.ASCII.GetBytes(Answer));

        Assert.Throws<LoadException>(
            () => reader.Take("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhell"u8));
    }

    [Fact]
    public void Take_HeadWithoutEnd_Throws()
    {
        var reader = new Http1ResponseReader();

        Assert.Throws<LoadException>(() => reader.Take(new byte[20_000]));
    }
}
