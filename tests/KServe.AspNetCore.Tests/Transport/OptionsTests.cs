using KServe.AspNetCore;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class OptionsTests
{
    [Fact]
    public async Task Options_AllWrong_AreAllReported()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TransportServer.StartAsync(
            static _ => { },
            static options =>
            {
                options.LoopCount = 0;
                options.TakeoverAfter = TimeSpan.Zero;
                options.SlowAfter = TimeSpan.FromMinutes(1);
                options.MaxBlockedThreads = -1;
            }));
        Assert.Equal(
            [
                "KServe:Transport:LoopCount must be from 1 to 1024, got 0.",
                "KServe:Transport:TakeoverAfter must be from 00:00:00.0010000 to 00:00:10, got 00:00:00.",
                "KServe:Transport:SlowAfter must be from 00:00:00 to 00:00:10, got 00:01:00.",
                "KServe:Transport:MaxBlockedThreads must be from 0 to 10000, got -1.",
            ],
            error.Failures);
    }

    [Fact]
    public void LoopCount_ByDefault_IsThatOfProcessors() =>
        Assert.Equal(Environment.ProcessorCount, new KServeTransportOptions().LoopCount);
}
