using System.Text.Json;
using KServe.Core.Tests.Fakes;

namespace KServe.PayloadLogging.Tests.Sinks;

public sealed class FilePayloadSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-payload-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly PayloadFileOptions _options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_JsonLines_EachLineIsACloudEvent()
    {
        await using (var sink = NewSink())
        {
            await sink.WriteAsync([HttpPayloadSinkTests.Event("a"), HttpPayloadSinkTests.Plain("b")], Token);
            await sink.WriteAsync([HttpPayloadSinkTests.Plain("c")], Token);
        }

        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.Equal("20260101T000000000Z-0000.jsonl", Path.GetFileName(file));
        var lines = await File.ReadAllLinesAsync(file, Token);
        Assert.Equal(["a", "b", "c"], lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("1.0", first.GetProperty("specversion").GetString());
        Assert.Equal("true", first.GetProperty("truncated").GetString());
        Assert.Equal(1, first.GetProperty("data").GetProperty("instances")[0].GetInt32());
    }

    [Fact]
    public async Task WriteAsync_Csv_ColumnsAreThoseOfKServe()
    {
        _options.Format = PayloadFileFormat.Csv;
        await using (var sink = NewSink())
        {
            await sink.WriteAsync([HttpPayloadSinkTests.Event("a,\"b\"\n")], Token);
        }

        Assert.Equal(
            "url,bytes,contentType,reqType,id,sourceUri,inferenceService,namespace,component,endpoint,metadata,"
            + "annotations,certName,tlsSkipVerify,occurrenceTime,modelVersion,truncated\n"
            + "file:///logs,eyJpbnN0YW5jZXMiOlsxXX0=,application/json,org.kubeflow.serving.inference.request,"
            + "\"a,\"\"b\"\"\n\",io.kserve.inference.iris,iris,café,predictor,default,"
            + "\"{\"\"X-Tenant\"\":[\"\"\\u00FC\"\"]}\",\"{\"\"team\"\":\"\"ml\"\"}\",,false,"
            + "2026-01-01T00:00:00.0000000Z,3,true\n",
            await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder, "*.csv")), Token));
    }

    [Fact]
    public async Task WriteAsync_FileIsLarge_TheNextOneBegins()
    {
        _options.MaxFileBytes = 1024;
        await using var sink = NewSink();
        for (var i = 0; i < 10; i++)
        {
            await sink.WriteAsync([HttpPayloadSinkTests.Plain($"{i}")], Token);
        }

        var closed = Directory.GetFiles(_folder, "*.jsonl");
        Assert.Equal(3, closed.Length);
        Assert.All(closed, static file => Assert.InRange(new FileInfo(file).Length, 1024, 2047));
        Assert.Single(Directory.GetFiles(_folder, "*.part"));
    }

    [Fact]
    public async Task WriteAsync_FileIsOld_IsClosedWithoutFurtherEvents()
    {
        await using var sink = NewSink();
        await sink.WriteAsync([HttpPayloadSinkTests.Plain("a")], Token);
        Assert.Single(Directory.GetFiles(_folder, "*.part"));
        _time.Advance(_options.MaxFileAge);
        while (Directory.GetFiles(_folder, "*.jsonl").Length == 0)
        {
            await Task.Yield();
        }

        Assert.Empty(Directory.GetFiles(_folder, "*.part"));
    }

    [Fact]
    public async Task WriteAsync_MoreFilesThanAreKept_TheOldestAreDeleted()
    {
        (_options.MaxFileBytes, _options.MaxFiles) = (1, 3);
        await using var sink = NewSink();
        for (var i = 0; i < 8; i++)
        {
            await sink.WriteAsync([HttpPayloadSinkTests.Plain($"{i}")], Token);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            ["20260101T000005000Z-0000.jsonl", "20260101T000006000Z-0000.jsonl", "20260101T000007000Z-0000.jsonl"],
            Directory.GetFiles(_folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_TwoSinksInOneFolder_NamesDiffer()
    {
        await using (var first = NewSink())
        await using (var second = NewSink())
        {
            await first.WriteAsync([HttpPayloadSinkTests.Plain("a")], Token);
            await second.WriteAsync([HttpPayloadSinkTests.Plain("b")], Token);
        }

        Assert.Equal(2, Directory.GetFiles(_folder, "*.jsonl").Length);
    }

    [Fact]
    public async Task WriteAsync_FolderCannotBe_ThrowsAndGoesOnWhenItCan()
    {
        var blocked = Path.Combine(_folder, "x");
        await File.WriteAllTextAsync(blocked, "", Token);
        await using var sink = NewSink(blocked);
        await Assert.ThrowsAnyAsync<IOException>(() => sink.WriteAsync([HttpPayloadSinkTests.Plain("a")], Token).AsTask());
        File.Delete(blocked);
        Assert.Equal(1, await sink.WriteAsync([HttpPayloadSinkTests.Plain("b")], Token));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FilePayloadSink NewSink(string? folder = null) =>
        new(folder ?? _folder, new EventTable(_options.Format, "file:///logs", _time), _options, _time);
}
