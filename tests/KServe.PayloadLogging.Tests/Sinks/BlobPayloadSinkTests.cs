using System.Text;

namespace KServe.PayloadLogging.Tests.Sinks;

public sealed class BlobPayloadSinkTests
{
    [Fact]
    public async Task WriteAsync_Batch_OneObjectUnderTheNameOfKServe()
    {
        var store = new MemoryBlobStore();
        var options = new PayloadLoggingOptions { Namespace = "prod", File = { Path = "a/b/" } };
        var table = new EventTable(PayloadFileFormat.JsonLines, "s3://bucket/prefix", TimeProvider.System);
        await using var sink = new BlobPayloadSink(
            store, new Uri("s3://bucket/prefix"), EventPath.GetFolder(options, "iris"), table);
        var token = TestContext.Current.CancellationToken;
        await sink.WriteAsync(
            [HttpPayloadSinkTests.Plain("../1"), HttpPayloadSinkTests.Plain("2")], token);
        var (container, key, content) = Assert.Single(store.Objects);
        Assert.Equal("s3://bucket/prefix", container);
        Assert.Equal("prod/iris/predictor/a/b/.._1-request.jsonl", key);
        Assert.Equal(2, content.Count(static c => c == '\n'));
    }

    private sealed class MemoryBlobStore : IPayloadBlobStore
    {
        public List<(string Container, string Key, string Content)> Objects { get; } = [];

        public IReadOnlyList<string> Schemes => ["s3"];

        public ValueTask PutAsync(
            Uri container,
            string key,
            ReadOnlyMemory<byte> content,
            string contentType,
            CancellationToken cancellationToken)
        {
            Objects.Add((container.ToString(), key, Encoding.UTF8.GetString(content.Span)));
            return default;
        }
    }
}
