using System.Net;
using System.Text;
using System.Text.Json;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using KServe.Runtime.Generative;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Encoders;

/// <summary>Asks encoders over sockets, as KServe's own end-to-end tests ask huggingfaceserver.</summary>
public sealed class EncoderInferenceTests
{
    // Texts whose tokens are those of a case of the reference.
    private const string Classified = "maybv temperature pl temperatureantemter";
    private const string Tagged = "requi calleg un descrip computmeiment t";

    [Fact]
    public async Task V1_Predictions_AreThoseOfKServesServer()
    {
        await using var server = await KServeServer.StartAsync(Add);
        Assert.Equal("""{"predictions":[1,1]}""", await PredictAsync(server, "classes", "10", Classified));
        Assert.Equal(
            """{"predictions":[[[4,2,4,4,4,2,2,2,0,2,4]]]}""", await PredictAsync(server, "tokens", Tagged));
        Assert.Equal(
            """{"predictions":[{"0":0.2619,"1":0.6921,"2":0.0461},{"0":0.1907,"1":0.7392,"2":0.0701}]}""",
            await PredictAsync(server, "probabilities", "10", Classified));
        var filled = Parse(await PredictAsync(server, "masks", "capital [MASK] t")).GetProperty("predictions");
        Assert.NotEmpty(Assert.Single(filled.EnumerateArray()).GetString()!);
        var vectors = Parse(await PredictAsync(server, "vectors", "a text", "b")).GetProperty("predictions");
        Assert.Equal((2, 64), (vectors.GetArrayLength(), vectors[0].GetArrayLength()));
        Assert.Equal(1, vectors[0].EnumerateArray().Sum(static x => x.GetDouble() * x.GetDouble()), 1e-5);
    }

    [Fact]
    public async Task V1_Inputs_AreTakenLikeInstances()
    {
        await using var server = await KServeServer.StartAsync(Add);
        var (_, body) = await server.PostAsync("/v1/models/classes:predict", """{"inputs":["10"]}""");
        Assert.Equal("""{"predictions":[1]}""", body);
    }

    [Theory]
    [InlineData("classes", "[1]", "INT64", "[1]")]
    [InlineData("tokens", "[1,1,3]", "INT64", null)]
    [InlineData("probabilities", "[1]", "BYTES", """["{0: 0.2619, 1: 0.6921, 2: 0.0461}"]""")]
    [InlineData("vectors", "[1,64]", "FP64", null)]
    public async Task V2_TextWithoutDimensions_AnswersOutput0(string model, string shape, string type, string? data)
    {
        await using var server = await KServeServer.StartAsync(Add);
        var (status, body) = await server.PostAsync(
            $"/v2/models/{model}/infer",
            """{"inputs":[{"name":"input-0","datatype":"BYTES","shape":[],"data":["10"]}]}""");
        Assert.True(status == HttpStatusCode.OK, body);
        var output = Assert.Single(Parse(body).GetProperty("outputs").EnumerateArray());
        Assert.Equal("output-0", output.GetProperty("name").GetString());
        Assert.Equal(type, output.GetProperty("datatype").GetString());
        Assert.Equal(shape, output.GetProperty("shape").GetRawText());
        Assert.Equal(data ?? output.GetProperty("data").GetRawText(), output.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Grpc_TextsAsBytes_AnswerAsRestDoes()
    {
        await using var server = await GrpcServer.StartAsync(Add);
        var request = new ModelInferRequest
        {
            ModelName = "tokens",
            Inputs =
            {
                new ModelInferRequest.Types.InferInputTensor
                {
                    Name = "text",
                    Datatype = "BYTES",
                    Shape = { 1 },
                    Contents = new InferTensorContents { BytesContents = { ByteString.CopyFromUtf8(Tagged) } },
                },
            },
        };
        var response = (await server.Client.CallAsync("ModelInfer", request)).Read(ModelInferResponse.Parser);
        var output = Assert.Single(response.Outputs);
        Assert.Equal(("INT64", "output-0"), (output.Datatype, output.Name));
        Assert.Equal([1, 1, 11], output.Shape);
        Assert.Equal([4, 2, 4, 4, 4, 2, 2, 2, 0, 2, 4], output.Contents.Int64Contents);
    }

    [Fact]
    public async Task Metadata_Encoder_TellsTextsOutputsAndTask()
    {
        await using var server = await KServeServer.StartAsync(Add);
        var metadata = Parse((await server.GetAsync("/v2/models/masks")).Body);
        Assert.Equal("huggingface", metadata.GetProperty("platform").GetString());
        Assert.Equal(
            """[{"name":"input-0","datatype":"BYTES","shape":[-1]}]""", metadata.GetProperty("inputs").GetRawText());
        Assert.Equal(
            """[{"name":"output-0","datatype":"BYTES","shape":[-1]}]""", metadata.GetProperty("outputs").GetRawText());
        Assert.Equal("fill_mask", metadata.GetProperty("properties").GetProperty("task").GetString());
    }

    [Theory]
    [InlineData("masks", """{"instances":["no mask here"]}""", "Text 0 has no mask")]
    [InlineData("classes", """{"instances":[]}""", "BYTES were expected")]
    [InlineData("classes", """{"instances":[1,2]}""", "BYTES were expected")]
    [InlineData("classes", """{"instances":[null]}""", "BYTES were expected")]
    [InlineData("classes", """{"instances":["a",null]}""", "null")]
    public async Task V1_NoTexts_AreRefusedByName(string model, string body, string expected)
    {
        await using var server = await KServeServer.StartAsync(Add);
        var (status, answer) = await server.PostAsync($"/v1/models/{model}:predict", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, Parse(answer).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAi_ModelOfAnotherTask_IsRefused()
    {
        await using var server = await KServeServer.StartAsync(Add);
        var (status, _) = await server.PostAsync("/v1/embeddings", """{"model":"tokens","input":"a"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        (status, _) = await server.PostAsync("/v2/models/tokens/generate", """{"text_input":"a"}""");
        Assert.Equal(HttpStatusCode.NotImplemented, status);
    }

    [Fact]
    public async Task V1_ManyAtOnce_AnswerWhatEachAnswersAlone()
    {
        await using var server = await KServeServer.StartAsync(Add);
        var texts = Enumerable.Range(0, 24).Select(static i => string.Concat(Enumerable.Repeat($"w{i} ", 1 + (i % 9)))).ToArray();
        var together = await Task.WhenAll(texts.Select(text => PredictAsync(server, "vectors", text)));
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(await PredictAsync(server, "vectors", texts[i]), together[i]);
        }
    }

    [Fact]
    public async Task T5_CompletionAndGenerate_SayTheSame()
    {
        await using var server = await KServeServer.StartAsync(Add);
        var (status, completion) = await server.PostAsync(
            "/openai/v1/completions",
            """{"model":"t5","prompt":"the weather","temperature":0,"max_tokens":6,"ignore_eos":true}""");
        Assert.True(status == HttpStatusCode.OK, completion);
        var usage = Parse(completion).GetProperty("usage");
        Assert.Equal(6, usage.GetProperty("completion_tokens").GetInt32());
        var (_, generated) = await server.PostAsync(
            "/v2/models/t5/generate",
            """{"text_input":"the weather","parameters":{"temperature":0,"max_tokens":6,"ignore_eos":true,"details":true}}""");
        var answer = Parse(generated);
        Assert.Equal(
            Parse(completion).GetProperty("choices")[0].GetProperty("text").GetString(),
            answer.GetProperty("text_output").GetString());
        var details = answer.GetProperty("details");
        Assert.Equal("length", details.GetProperty("finish_reason").GetString());
        Assert.Equal(6, details.GetProperty("logprobs").GetArrayLength());
    }

    private static void Add(IKServeBuilder builder)
    {
        builder.AddStorage()
            .AddLanguageModel("classes", Folder("bert-sequence-classification"), OneThread)
            .AddLanguageModel("probabilities", Folder("bert-sequence-classification"), static options =>
            {
                options.Threads = 1;
                options.Encoder.Output = EncoderOutput.Probabilities;
            })
            .AddLanguageModel("tokens", Folder("bert-token-classification"), OneThread)
            .AddLanguageModel("masks", Folder("bert-masked-lm"), OneThread)
            .AddLanguageModel("vectors", Folder("minilm-sentence-embedding"), OneThread)
            .AddLanguageModel("t5", Folder("t5"), OneThread);
    }

    private static void OneThread(LanguageModelOptions options) => options.Threads = 1;

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "arch", name);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static async Task<string> PredictAsync(KServeServer server, string model, params string[] texts)
    {
        var json = new StringBuilder("{\"instances\":[");
        json.AppendJoin(',', texts.Select(static text => JsonSerializer.Serialize(text)));
        var (status, body) = await server.PostAsync($"/v1/models/{model}:predict", json.Append("]}").ToString());
        Assert.True(status == HttpStatusCode.OK, body);
        return body;
    }
}
