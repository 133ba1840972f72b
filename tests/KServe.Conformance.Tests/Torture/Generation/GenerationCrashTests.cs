using System.Diagnostics;
using KServe.Conformance.Tests.Clients;
using KServe.Load.Crash;
using KServe.Load.Generation;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Row E-12: a server whose process is killed while it streams.</summary>
public sealed class GenerationCrashTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "KServe.Soak.dll");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E12_KilledInTheMiddleOfStreams_ClientsSeeItAndTheNextAnswers()
    {
        await using var first = await ServedProcess.StartAsync(Program, "", "serve-chat", GenerationServer.Folder);
        var whole = await ChatStream.ReadNeighbourAsync(first.Address, Token);
        var streams = new List<ChatStream>();
        for (var i = 0; i < 8; i++)
        {
            streams.Add(await ChatStream.OpenAsync(
                first.Address,
                """
                {"model":"chat","messages":[{"role":"user","content":"Hi"}],"n":4,"max_tokens":400,"ignore_eos":true,
                 "stream":true}
                """,
                Token));
        }

        await first.KillAsync();
        foreach (var stream in streams)
        {
            // Not an end like any other: a client must not take the half for the whole.
            var error = await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadToEndAsync(Token));
            Assert.Equal(0, stream.Ends);
            Assert.NotNull(error);
            stream.Dispose();
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(first.Id));
        await using var second = await ServedProcess.StartAsync(Program, "", "serve-chat", GenerationServer.Folder);
        Assert.Equal(whole, await ChatStream.ReadNeighbourAsync(second.Address, Token));
        using var rest = new RestClient(second.Address);
        Assert.Equal(200, (await rest.GetAsync("/v2/health/ready", Token)).Status);
    }
}
