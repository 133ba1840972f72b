using Spectre.Console;

namespace Quickstart;

/// <summary>Sends one request per protocol and prints what came back.</summary>
internal static class Tour
{
    private const string Customers = """{"instances": [[2, 90, 4], [48, 35, 0]]}""";

    // A model that was fitted on a data frame takes its columns by name.
    private const string Wine = """
        {"instances": [{"alcohol": 14.2, "color_intensity": 5.6, "proline": 1065}]}
        """;

    private const string Flower = """
        {"inputs": [{"name": "X", "datatype": "FP32", "shape": [1, 4], "data": [5.1, 3.5, 1.4, 0.2]}]}
        """;

    // Any output of a model can be asked for by its name: here what each measure adds to the prediction.
    private const string Patient = """
        {"inputs": [{"name": "X", "datatype": "FP32", "shape": [1, 10],
                     "data": [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.86, 87]}],
         "outputs": [{"name": "predict"}, {"name": "pred_contribs"}]}
        """;

    // What the small language model has learned: capitals, sums of small numbers, stories.
    private const string Question = "What is the capital of Japan?";

    public static async Task<bool> RunAsync(int httpPort, int grpcPort, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var http = new Uri($"http://localhost:{httpPort}");
        var grpc = new Uri($"http://localhost:{grpcPort}");
        List<Answer> answers =
        [
            await HttpCalls.PredictV1Async(client, http, "churn", "two customers", Customers, cancellationToken),
            await HttpCalls.PredictV1Async(client, http, "wine", "a wine, by column names", Wine, cancellationToken),
            await HttpCalls.InferJsonAsync(client, http, "iris", "a flower", Flower, cancellationToken),
            await HttpCalls.InferJsonAsync(client, http, "diabetes", "a patient", Patient, cancellationToken),
            await HttpCalls.InferBinaryAsync(client, http, cancellationToken),
            await GrpcCall.InferAsync(client, grpc, cancellationToken),
            await ChatCall.AskAsync(client, http, Question, cancellationToken),
        ];

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Protocol", "Model", "Request", "Answer");
        foreach (var answer in answers)
        {
            table.AddRow(
                Markup.Escape(answer.Protocol),
                Markup.Escape(answer.Model),
                Markup.Escape(answer.Request),
                $"[{(answer.IsGood ? "green" : "red")}]{Markup.Escape(answer.Response)}[/]");
        }

        CreateConsole().Write(table);
        return answers.TrueForAll(static answer => answer.IsGood);
    }

    public static void PrintWhatToTry(int httpPort) => Console.WriteLine(
        $$"""
        Serving until Ctrl+C. Try:
          curl http://localhost:{{httpPort}}/v2/models/iris
          curl http://localhost:{{httpPort}}/v1/models/churn:predict \
            -H 'Content-Type: application/json' -d '{"instances": [[2, 90, 4]]}'
          curl http://localhost:{{httpPort}}/v1/chat/completions -H 'Content-Type: application/json' \
            -d '{"model": "chat", "messages": [{"role": "user", "content": "Tell me a story about a cat."}]}'
          curl http://localhost:{{httpPort}}/metrics
        """);

    // Colours and the width of the screen, unless the output goes to a file.
    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        console.Profile.Width = Console.IsOutputRedirected ? 120 : console.Profile.Width;
        return console;
    }
}
