using System.Text;
using KServe.ControlPlane.Tests.Support;
using KServe.PayloadLogging.S3.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Serving;

public sealed class LoggerTests : IDisposable
{
    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];

    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-logs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("json", "org.kubeflow.serving.inference.request")]
    [InlineData("csv", "org.kubeflow.serving.inference.response")]
    public async Task Apply_LoggerWithStorageInFiles_WritesBelowTheHostsFolder(string format, string expected)
    {
        await using (var server = await StartAsync())
        {
            var view = await server.ApplyAsync(Service($"file://{_folder}/payloads", format));
            Assert.True(view.IsReady, view.ToYaml());
            Assert.DoesNotContain(view.Conditions, static condition => condition.Message.Contains("logger", StringComparison.Ordinal));
            await Rows.V1Async(server, "logged", Row);
            await Rows.GrpcAsync(server, "logged", Row);
        }

        // The stop of the host has flushed what was queued.
        var folder = Path.Combine(_folder, "payloads", "default", "logged", "predictor", "daily");
        var text = string.Concat(Directory.GetFiles(folder).Select(File.ReadAllText));
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///elsewhere", "files are written only below the folder")]
    [InlineData("s3://payloads", "no blob store of this host takes s3://; AddS3PayloadStore()")]
    public async Task Apply_LoggerToWhereNothingGoes_ServesAndSaysSo(string url, string expected)
    {
        await using var server = await StartAsync();
        var view = await server.ApplyAsync(Service(url, "json"));
        Assert.True(view.IsReady, view.ToYaml());
        var notice = view.Conditions.Single(static condition => condition.Type == "AllFieldsActedOn");
        Assert.Contains(expected, notice.Message, StringComparison.Ordinal);
        await Rows.V2Async(server, "logged", Row);
    }

    [Theory]
    [InlineData("json", ".jsonl", "org.kubeflow.serving.inference.request")]
    [InlineData("csv", ".csv", "contentType")]
    public async Task Apply_LoggerToS3_StoresObjectsInTheBucket(string format, string extension, string expected)
    {
        await using var s3 = await FakeS3.StartAsync();
        await using (var server = await TestServer.StartAsync(kserve => kserve.AddS3PayloadStore(options =>
        {
            options.Endpoint = s3.Url;
            options.AccessKeyId = "key";
            options.SecretAccessKey = "secret";
        })))
        {
            var view = await server.ApplyAsync(Service("s3://payloads/prod", format));
            Assert.True(view.IsReady, view.ToYaml());
            var notice = view.Conditions.Single(static condition => condition.Type == "AllFieldsActedOn");
            Assert.Contains("the host's blob store has its own, not these: key", notice.Message, StringComparison.Ordinal);
            await Rows.V2Async(server, "logged", Row);
        }

        // The stop of the host has flushed what was queued.
        Assert.NotEmpty(s3.Requests);
        Assert.All(s3.Requests, put =>
        {
            Assert.StartsWith(
                "/payloads/prod/default/logged/predictor/daily/", put.Path, StringComparison.Ordinal);
            Assert.EndsWith(extension, put.Path, StringComparison.Ordinal);
        });
        var text = string.Concat(s3.Requests.Select(static put => Encoding.UTF8.GetString(put.Body)));
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../up", "must not lead out of its place by '..'; got '../up'")]
    public void Read_PathThatLeadsOut_IsRefused(string path, string expected)
    {
        var error = Assert.Single(Texts.Errors(Service("file:///logs", "json").Replace(
            "/daily", path, StringComparison.Ordinal)));
        Assert.Contains($"spec.predictor.logger.storage.path: {expected}", error, StringComparison.Ordinal);
    }

    private static string Service(string url, string format) => $$"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {name: logged}
        spec:
          predictor:
            logger:
              mode: all
              url: {{url}}
              storage:
                path: /daily
                parameters: {format: {{format}}}
                key: none
            model: {modelFormat: {name: sklearn}, storageUri: "gs://kfserving-examples/models/sklearn/1.0/model"}
        """;

    private Task<TestServer> StartAsync() => TestServer.StartAsync(kserve =>
        kserve.AddControlPlane(options => options.LogFolder = _folder));
}
