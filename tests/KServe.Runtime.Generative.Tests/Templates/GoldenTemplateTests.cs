using System.Text.Json;
using KServe.Runtime.Generative.Templates;
using KServe.Runtime.Generative.Tests.Support;

namespace KServe.Runtime.Generative.Tests.Templates;

/// <summary>Compares with what jinja2 renders, set up as transformers sets it up (eng/templates.py).</summary>
public sealed class GoldenTemplateTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Templates");

    [Fact]
    public void Render_TinyChat_EqualsReference()
    {
        using var config = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(TokenizerFixture.Folder("tiny-chat"), "tokenizer_config.json")));
        var template = ChatTemplate.Parse(config.RootElement.GetProperty("chat_template").GetString()!);
        using var golden = TokenizerFixture.Golden("tiny-chat", "expected.json.gz");
        foreach (var item in golden.RootElement.GetProperty("chat_template").EnumerateArray())
        {
            var tools = item.GetProperty("tools");
            var rendered = template.Render(new ChatTemplateInput
            {
                Messages = item.GetProperty("messages"),
                Tools = tools.ValueKind == JsonValueKind.Null ? null : tools,
                AddGenerationPrompt = item.GetProperty("add_generation_prompt").GetBoolean(),
            });
            Assert.Equal(item.GetProperty("rendered").GetString(), rendered);
        }
    }

    [Fact]
    public void Render_GoldenCases_EqualsJinja()
    {
        using var golden = TokenizerFixture.Golden("../Templates");
        var values = golden.RootElement.GetProperty("values");
        List<string> failures = [];
        foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var source = item.GetProperty("template").GetString()!;
            var template = source.StartsWith('@')
                ? File.ReadAllText(Path.Combine(Folder, source[1..] + ".jinja"))
                : source;
            var expected = item.TryGetProperty("rendered", out var rendered) ? rendered.GetString()! : null;
            string? actual;
            var reason = "";
            try
            {
                actual = ChatTemplate.Parse(template).Render(ReadInput(item, values), new FixedTime());
            }
            catch (InferenceException e)
            {
                (actual, reason) = (null, e.Message);
            }

            if (actual != expected)
            {
                failures.Add($"<{source}>\n expected <{expected ?? "an error"}>\n got <{actual ?? reason}>");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n" + string.Join("\n", failures.Take(20)));
    }

    private static ChatTemplateInput ReadInput(JsonElement item, JsonElement values)
    {
        var arguments = values.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        if (item.TryGetProperty("arguments", out var more))
        {
            foreach (var member in more.EnumerateObject())
            {
                arguments[member.Name] = member.Value;
            }
        }

        using var empty = JsonDocument.Parse("[]");
        return new ChatTemplateInput
        {
            Messages = item.TryGetProperty("messages", out var messages) ? messages : empty.RootElement.Clone(),
            Tools = item.TryGetProperty("tools", out var tools) && tools.ValueKind != JsonValueKind.Null ? tools : null,
            AddGenerationPrompt = item.TryGetProperty("add_generation_prompt", out var prompt) && prompt.GetBoolean(),
            Arguments = arguments,
        };
    }

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 7, 6, 5, 4, 3, TimeSpan.Zero);
    }
}
