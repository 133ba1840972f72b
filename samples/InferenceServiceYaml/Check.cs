using System.Text;

namespace InferenceServiceYaml;

/// <summary>Sends the requests of the README and compares what comes back.</summary>
internal static class Check
{
    private static readonly (string Path, string Body, string Expected)[] Calls =
    [
        (
            "/v1/models/iris:predict",
            """{"instances": [[68, 28, 48, 14], [51, 35, 14, 2]]}""",
            """{"predictions":["versicolor","setosa"]}"""
        ),
        (
            "/v2/models/iris/infer",
            """{"inputs": [{"name": "X", "datatype": "FP64", "shape": [1, 4], "data": [63, 33, 60, 25]}]}""",
            "\"data\":[\"virginica\"]"
        ),
        ("/v1/models/iris:explain", """{"instances": [[68, 28, 48, 14]]}""", "petal_width"),
    ];

    public static async Task<bool> RunAsync(HttpClient client)
    {
        var isGood = true;
        foreach (var (path, body, expected) in Calls)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
            var text = await response.Content.ReadAsStringAsync();
            var isRight = response.IsSuccessStatusCode && text.Contains(expected, StringComparison.Ordinal);
            isGood &= isRight;
            Console.WriteLine($"{(isRight ? "ok" : "WRONG")} {path} {body}\n  {text}");
        }

        return isGood;
    }
}
