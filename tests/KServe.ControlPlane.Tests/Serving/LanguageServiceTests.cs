using System.Net;
using System.Text.Json;
using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Serving;

/// <summary>Asks language models that LLMInferenceServices describe, by the names that clusters give them.</summary>
public sealed class LanguageServiceTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "tiny-chat");

    [Theory]
    [InlineData("hf://meta-llama/meta-llama-3-8b-instruct")]
    [InlineData(null)]
    public async Task Apply_Service_AnswersByItsNameAndThatOfTheHub(string? uri)
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Service("chat", uri ?? Folder, "acme/tiny-chat"));
        Assert.True(view.IsReady, view.ToYaml());
        foreach (var name in (string[])["acme/tiny-chat", "chat"])
        {
            Assert.Contains("Paris", await ChatAsync(server, "/v1", name), StringComparison.Ordinal);
            Assert.Contains("Paris", await ChatAsync(server, "/openai/v1", name), StringComparison.Ordinal);
        }

        var (_, models) = await server.GetAsync("/v1/models");
        var cards = models.GetProperty("data").EnumerateArray()
            .Select(static card => card.GetProperty("id").GetString());
        Assert.Equal(["chat", "acme/tiny-chat"], cards);

        server.Controller.Delete(view.Key);
        await server.UntilAsync(controller => controller.Get(view.Key) is null);
        await Changes.SoonAsync(() => server.Registry.ServedNames.Find("acme/tiny-chat") is null);
        var (status, error) = await server.PostAsync("/v1/completions", """{"model":"acme/tiny-chat","prompt":"a"}""");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("model_not_found", error.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Apply_ArgumentsOfPresetAndService_AreMergedAndHold()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync($$$"""
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceServiceConfig
            metadata: {name: small, namespace: kserve}
            spec:
              template:
                containers:
                  - name: main
                    args: [--max-num-seqs=2]
                    env: [{name: VLLM_ADDITIONAL_ARGS, value: "--max-model-len 128"}, {name: HF_HOME, value: /tmp}]
            ---
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: chat}
            spec:
              baseRefs: [{name: small}]
              model: {uri: '{{{Folder}}}'}
              template:
                containers:
                  - name: main
                    args: ["--served-model-name", "{{ .Spec.Model.Name }}", "tiny", "--gpu-memory-utilization", "0.9"]
                    env: [{name: VLLM_ADDITIONAL_ARGS, value: "--max-model-len 96"}]
            """);
        Assert.True(view.IsReady, view.ToYaml());
        Assert.True(server.Controller.Get(new ResourceKey("LLMInferenceServiceConfig", "kserve", "small"))!.IsReady);
        Assert.Contains("--gpu-memory-utilization means nothing", view.ToYaml(), StringComparison.Ordinal);
        var (_, models) = await server.GetAsync("/v1/models");
        Assert.Equal(
            ["chat:96", "tiny:96"],
            models.GetProperty("data").EnumerateArray().Select(static card =>
                $"{card.GetProperty("id").GetString()}:{card.GetProperty("max_model_len").GetInt32()}"));
    }

    [Fact]
    public async Task Apply_ServedNameOfAnotherService_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service("chat", Folder, "acme/tiny-chat"))).IsReady);
        var view = await server.ApplyAsync(Service("second", Folder, "acme/tiny-chat"));
        Assert.Equal("ModelNameTaken", view.Ready!.Reason);
        Assert.Contains("'acme/tiny-chat' belongs to model 'chat'", view.Ready.Message, StringComparison.Ordinal);
        Assert.Contains("Paris", await ChatAsync(server, "/v1", "acme/tiny-chat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Stopped_UnloadsTheModel()
    {
        await using var server = await TestServer.StartAsync();
        var text = Service("chat", Folder, "acme/tiny-chat");
        Assert.True((await server.ApplyAsync(text)).IsReady);
        var view = await server.ApplyAsync(text.Replace(
            "name: chat", "name: chat, annotations: {serving.kserve.io/stop: \"true\"}", StringComparison.Ordinal));
        Assert.Equal("Stopped", view.Ready!.Reason);
        Assert.Empty(server.Registry.GetModelNames());
    }

    private static string Service(string name, string uri, string spoken) => $$"""
        apiVersion: serving.kserve.io/v1alpha2
        kind: LLMInferenceService
        metadata: {name: {{name}}}
        spec:
          model: {uri: '{{uri}}', name: {{spoken}} }
          router: {route: {}, gateway: {}, scheduler: {} }
        """;

    private static async Task<string> ChatAsync(TestServer server, string prefix, string model)
    {
        var (status, body) = await server.PostAsync(
            prefix + "/chat/completions",
            JsonSerializer.Serialize(new
            {
                model,
                temperature = 0,
                messages = new[] { new { role = "user", content = "What is the capital of France?" } },
            }));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        Assert.Equal(model, body.GetProperty("model").GetString());
        return body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
