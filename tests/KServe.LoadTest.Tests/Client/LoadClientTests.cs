using KServe.LoadTest.Client;

namespace KServe.LoadTest.Tests.Client;

public sealed class LoadClientTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(false, 100)]
    [InlineData(false, 3_000_000)]
    [InlineData(true, 100)]
    [InlineData(true, 3_000_000)]
    public async Task RunClosed_KestrelThatSendsTheBodyBack_CountsEveryAnswerOnce(bool isGrpc, int length)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new LoadClient(server.Target(isGrpc, length, connections: 3));

        client.Check();
        var first = client.RunClosed(Short);
        var second = client.RunClosed(Short);

        Assert.Equal(first.Total, first.Latencies.Count);
        Assert.InRange(first.Completed, 0, first.Total);
        Assert.InRange(second.Total, 3, long.MaxValue);
        Assert.Equal(1 + first.Total + second.Total, server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunOpen_Rate_SendsWhatBecomesDue(bool isGrpc)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new LoadClient(server.Target(isGrpc, 100, connections: 2));

        var result = client.RunOpen(1000, Short);

        Assert.Equal(50, result.Total);
        Assert.Equal(50, server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_ServerThatRefuses_Throws(bool isGrpc)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new LoadClient(
            server.Target(isGrpc, 100, connections: 1, path: "/refuse"));

        Assert.Throws<LoadException>(client.Check);
    }

    [Fact]
    public async Task Check_WrongAnswer_Throws()
    {
        await using var server = await EchoServer.StartAsync();
        var target = server.Target(isGrpc: false, 100, connections: 1);
        using var client = new LoadClient(
            target with { Request = target.Request with { FindError = static _ => "wrong on purpose" } });

        Assert.Equal("wrong on purpose", Assert.Throws<LoadException>(client.Check).Message);
    }
}
