using KServe.Client;
using KServe.Protocol;
using KServe.Runtime.Remote;

namespace KServe.Docs.Snippets;

internal static class Clients
{
    public static async Task<float[]> InferAsync()
    {
        using var client = new InferenceGrpcClient(new Uri("http://localhost:8081"));
        using var request = new InferRequest("iris");
        request.Inputs.Add(InferTensor.Create<float>("x", [1, 4], 5.1f, 3.5f, 1.4f, 0.2f));
        using var response = await client.InferAsync(request);
        var scores = response.Outputs[0].AsSpan<float>().ToArray();
        return scores;
    }

    public static InferenceRestClient Rest()
    {
        var client = new InferenceRestClient(new Uri("https://models.example.com/iris"), new InferenceClientOptions
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseLength = 16 << 20,
            BinaryTensors = V2BinaryUse.Always,
            Headers = { ["Authorization"] = "Bearer ..." },
        });
        return client;
    }

    public static async Task AskAsync(InferenceClient client)
    {
        if (await client.IsModelReadyAsync("iris"))
        {
            var model = await client.GetModelMetadataAsync("iris");
            foreach (var input in model.Signature.Inputs)
            {
                Console.WriteLine($"{input.Name}: {input.DataType} {input.Shape}");
            }
        }
    }

    public static async Task HandleAsync(InferenceClient client, InferRequest request)
    {
        try
        {
            using var response = await client.InferAsync(request);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.Unavailable)
        {
            Console.WriteLine($"not now ({error.Message}), perhaps in {error.RetryAfter}");
        }
        catch (InferenceException error) when (error.InnerException is ServerErrorException answer)
        {
            Console.WriteLine($"the server said {answer.StatusCode} {answer.GrpcStatus}: {answer.ServerMessage}");
        }
    }

    public static async Task StreamAsync(InferenceGrpcClient client, InferRequest request)
    {
        await foreach (var response in client.InferStreamAsync(request))
        {
            using (response)
            {
                Console.Write(response.Outputs[0].ToStrings()[0]);
            }
        }
    }

    public static async Task V1Async(InferRequest request)
    {
        var options = new InferenceClientOptions { Protocol = RestProtocol.V1 };
        using var client = new InferenceRestClient(new Uri("http://localhost:8501"), options);
        using var prediction = await client.InferAsync(request);
        using var explanation = await client.ExplainAsync(request);
        using var answer = await client.PostJsonAsync("free", """{"instances": ["any", {"json": 1}]}"""u8.ToArray());
    }

    public static void Register(IServiceCollection services)
    {
        services.AddKServeClient(new Uri("http://localhost:8080"));
        services.AddKServeClient(new Uri("grpc://triton:8001"), serviceKey: "triton");
        services.AddHttpClient<ModelCaller>(http => http.BaseAddress = new Uri("http://localhost:8080"));
    }

    public static void AddRemote(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddRemoteModel("iris", "grpc://triton:8001", remote =>
            {
                remote.Endpoints.Add("grpc://triton-2:8001");
                remote.Retry.MaxRetries = 1;
                remote.Hedging.Delay = TimeSpan.FromMilliseconds(40);
            });
    }

    public static void AddV1(IKServeBuilder kserve)
    {
        kserve.AddRemoteModel("half-plus-two", "v1+http://tensorflow:8501", remote =>
        {
            remote.ModelName = "half_plus_two";
            remote.Signature = new ModelSignature
            {
                Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1])],
                Outputs = [new TensorMetadata("y", TensorDataType.FP32, [-1])],
            };
        });
    }

    public static void AddLanguageModels(IKServeBuilder kserve)
    {
        kserve.AddRemoteModel("llama", "openai+http://vllm:8000", remote =>
        {
            remote.ModelName = "meta-llama/Llama-3.1-8B-Instruct";
            remote.Endpoints.Add("openai+http://vllm-2:8000");
        });
        kserve.AddRemoteModel("gpt", "openai+https://api.openai.com/v1", remote =>
        {
            remote.ModelName = "gpt-4.1-mini";
            remote.OpenAi.ApiKeyFile = "/run/secrets/openai";
            remote.OpenAi.UsesMaxCompletionTokens = true;
        });
        kserve.AddRemoteModel("embed", "openai+http://embeddings:8080", remote =>
            remote.OpenAi.Task = RemoteTextTask.Embedding);
    }

    public static async Task GenerateAsync(CancellationToken cancellationToken)
    {
        using var client = new LanguageModelClient(new Uri("http://localhost:8000/v1"));
        var question = new TextGenerationRequest
        {
            Messages = [new ChatMessage("user", "What is the capital of France?")],
            Sampling = new SamplingParameters { Temperature = 0 },
        };
        await foreach (var update in client.GenerateAsync("llama", question, cancellationToken: cancellationToken))
        {
            Console.Write(update.Text);
        }
    }

    public static void AddGuarded(IKServeBuilder kserve)
    {
        kserve.AddRemoteModel(
            "chat",
            "grpcs://models.example.com",
            remote =>
            {
                remote.IsDecoupled = true;
                remote.Headers["Authorization"] = "Bearer ...";
                remote.AttemptTimeout = TimeSpan.FromSeconds(10);
            },
            model => model.Options.MaxConcurrency = 32);
    }

    private sealed class ModelCaller(HttpClient http)
    {
        public async Task<string> AskAsync(InferRequest request)
        {
            using var client = new InferenceRestClient(http);
            using var response = await client.InferAsync(request);
            return response.Outputs[0].ToString();
        }
    }
}
