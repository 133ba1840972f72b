using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

public sealed class DownloadReportTests : IProgress<DownloadProgress>
{
    private readonly List<DownloadProgress> _reports = [];

    [Fact]
    public async Task LoadAsync_ObserverInServices_IsToldOfTheDownload()
    {
        await using var host = new TestHost(builder => builder
            .AddPredictor("m", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync), static model =>
                model.Options.Uri = "fake://weights")
            .Services.AddSingleton<IProgress<DownloadProgress>>(this));

        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);

        Assert.Equal(new DownloadProgress("fake://weights", BytesDone: 1, BytesTotal: 2), Assert.Single(_reports));
    }

    void IProgress<DownloadProgress>.Report(DownloadProgress value) => _reports.Add(value);
}
