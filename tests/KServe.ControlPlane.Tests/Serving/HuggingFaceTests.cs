using System.Globalization;
using System.Net;
using System.Text.Json;
using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Serving;

/// <summary>Asks encoders that YAML of KServe's documentation describes, as it asks huggingfaceserver.</summary>
public sealed class HuggingFaceTests
{
    private const string Text = "requi calleg un descrip computmeiment t";

    // The labels that the reference gives the tokens of the text, with [CLS] and [SEP].
    private static readonly int[] Labels = [4, 2, 4, 4, 4, 2, 2, 2, 0, 2, 4];

    [Fact]
    public async Task Apply_SampleWithProbabilities_AnswersOverEveryProtocol()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("huggingface-tokens.yaml"));
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Contains("--disable_lower_case: the tokenizer is that", view.ToYaml(), StringComparison.Ordinal);
        await CheckProbabilitiesAsync(server, "bert");
    }

    [Theory]
    [InlineData("[--task=token_classification, --return_probabilities]")]
    [InlineData("[--task, token_classification, --return-probabilities, --max_length=64, --dtype, float32]")]
    public async Task Apply_TaskAndProbabilities_AnswerOverEveryProtocol(string arguments)
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service(arguments))).IsReady);
        await CheckProbabilitiesAsync(server, "tagger");
    }

    [Fact]
    public async Task Apply_TaskAlone_AnswersLabelsOverEveryProtocol()
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service("[--task=token_classification]"))).IsReady);
        var v1 = await PredictAsync(server, "tagger");
        Assert.Equal(Labels, v1[0][0].EnumerateArray().Select(static label => label.GetInt32()));
        var v2 = await InferAsync(server, "tagger");
        Assert.Equal("INT64", v2.GetProperty("datatype").GetString());
        Assert.Equal("[1,1,11]", v2.GetProperty("shape").GetRawText());
        Assert.Equal(Labels, v2.GetProperty("data").EnumerateArray().Select(static label => label.GetInt32()));
        using var grpc = await Rows.InferTextAsync(server, "tagger", Text);
        Assert.Equal(Labels, grpc.Outputs[0].AsSpan<long>().ToArray().Select(static label => (int)label));
    }

    [Fact]
    public async Task Apply_RawLogitsAndOffsets_AreInTheAnswer()
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service("[--return_raw_logits, --return_offsets_mapping]"))).IsReady);
        using var grpc = await Rows.InferTextAsync(server, "tagger", Text);
        Assert.Equal(["output-0", "offset_mapping"], grpc.Outputs.Select(static output => output.Name));
        var scores = ReadPython(grpc.Outputs[0].ToStrings()[0]);
        Assert.Equal(5, scores.Length);
        Assert.NotEqual(1, scores.Sum(), 0.01);
        Assert.Equal<TensorShape>([1, 11, 2], grpc.Outputs[1].Shape);
    }

    [Fact]
    public async Task Apply_NoSpecialTokens_AnswersTwoTokensLess()
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service("[--disable_special_tokens]"))).IsReady);
        Assert.Equal(Labels.Length - 2, (await PredictAsync(server, "tagger"))[0][0].GetArrayLength());
    }

    [Fact]
    public async Task Apply_ShorterLength_CutsTexts()
    {
        await using var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Service("[--max-model-len, \"6\"]"))).IsReady);
        Assert.Equal(6, (await PredictAsync(server, "tagger"))[0][0].GetArrayLength());
    }

    [Theory]
    [InlineData("[--task=question_answering]", "parameter 'task' must be one of text_generation")]
    [InlineData("[--max_model_len=many]", "parameter 'max_model_len' must be a number from 2")]
    [InlineData("[--return_probabilities=perhaps]", "parameter 'return_probabilities' must be one of true, false")]
    [InlineData("[--return_probabilities, --return_raw_logits]", "exclude each other")]
    public async Task Apply_WrongArgument_SaysWhich(string arguments, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Service(arguments));
        Assert.False(view.IsReady);
        Assert.Contains(expected, view.Ready!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_FormatOfVllm_AnswersByEveryServedName()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync("""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: llama}
            spec:
              predictor:
                model:
                  modelFormat: {name: vLLM}
                  args:
                    - --model=meta-llama/meta-llama-3-8b-instruct
                    - --served-model-name
                    - meta-llama/Llama-3
                    - --max-model-len=256
                    - --max-num-seqs=2
                    - --gpu-memory-utilization=0.9
                  env: [{name: VLLM_CPU_KVCACHE_SPACE, value: "1"}]
            """);
        Assert.True(view.IsReady, view.ToYaml());
        foreach (var name in (string[])["meta-llama/Llama-3", "llama"])
        {
            var (status, body) = await server.PostAsync(
                "/v1/completions",
                JsonSerializer.Serialize(new { model = name, prompt = "The capital", max_tokens = 2 }));
            Assert.True(status == HttpStatusCode.OK, body.ToString());
            Assert.Equal(name, body.GetProperty("model").GetString());
        }

        var (listed, models) = await server.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.OK, listed);
        var cards = models.GetProperty("data").EnumerateArray().ToDictionary(
            static card => card.GetProperty("id").GetString()!,
            static card => card.GetProperty("max_model_len").GetInt32(),
            StringComparer.Ordinal);
        Assert.Equal(2, cards.Count);
        Assert.Equal(256, cards["meta-llama/Llama-3"]);
    }

    private static string Service(string arguments) => $$"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {name: tagger}
        spec:
          predictor:
            model:
              modelFormat: {name: huggingface}
              storageUri: hf://dslim/bert-base-NER
              args: {{arguments}}
        """;

    private static async Task CheckProbabilitiesAsync(TestServer server, string model)
    {
        var tokens = (await PredictAsync(server, model))[0].EnumerateArray()
            .Select(static token => token.EnumerateObject().Select(static each => each.Value.GetDouble()).ToArray())
            .ToArray();
        Assert.Equal(Labels, tokens.Select(static token => Array.IndexOf(token, token.Max())));
        Assert.All(tokens, static token => Assert.Equal(1, token.Sum(), 0.0005));

        // KServe writes them in Python's form.
        var v2 = await InferAsync(server, model);
        Assert.Equal("BYTES", v2.GetProperty("datatype").GetString());
        Assert.Equal("[1,11]", v2.GetProperty("shape").GetRawText());
        var texts = v2.GetProperty("data").EnumerateArray().Select(static item => item.GetString()!).ToArray();
        Assert.Equal(tokens, texts.Select(ReadPython));
        using var grpc = await Rows.InferTextAsync(server, model, Text);
        Assert.Equal(texts, grpc.Outputs[0].ToStrings());
    }

    private static double[] ReadPython(string text) =>
    [
        .. text.Trim('{', '}').Split(", ").Select(static pair =>
            double.Parse(pair.Split(": ")[1], CultureInfo.InvariantCulture)),
    ];

    private static async Task<JsonElement> PredictAsync(TestServer server, string model)
    {
        var (status, body) = await server.PostAsync(
            $"/v1/models/{model}:predict", JsonSerializer.Serialize(new { instances = new[] { Text } }));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body.GetProperty("predictions");
    }

    private static async Task<JsonElement> InferAsync(TestServer server, string model)
    {
        var (status, body) = await server.PostAsync(
            $"/v2/models/{model}/infer",
            $$"""{"inputs":[{"name":"input-0","shape":[1],"datatype":"BYTES","data":["{{Text}}"]}]}""");
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body.GetProperty("outputs")[0];
    }
}
