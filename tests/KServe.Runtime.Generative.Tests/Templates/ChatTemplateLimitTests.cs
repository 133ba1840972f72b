using System.Text.Json;
using KServe.Runtime.Generative.Templates;

namespace KServe.Runtime.Generative.Tests.Templates;

/// <summary>Templates come with models from elsewhere: they must end, stay small and reach nothing.</summary>
public sealed class ChatTemplateLimitTests
{
    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{{ 'x' * 100000000 }}", "characters")]
    [InlineData("{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "characters")]
    [InlineData("{% set ns = namespace(x=[1,2]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}", "characters")]
    [InlineData("{% set ns = namespace(x=[1,2]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}", "e")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}", "nested")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nested")]
    [InlineData("{{ range(100000000) }}", "range")]
    [InlineData("{{ range(-9223372036854775807, 9223372036854775807) }}", "range")]
    [InlineData("{{ 'x'.ljust(100000000) }}", "characters")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "too large")]
    [InlineData("{{ 10 ** 99 }}", "too large")]
    [InlineData("{{ ('a' * 10000).replace('a', 'b' * 100000) }}", "characters")]
    [InlineData("{{ [1] | batch(2000000000, 'x') }}", "characters")]
    [InlineData("{{ messages.__class__.__init__ }}", "undefined")]
    [InlineData("{{ cycler() }}", "undefined")]
    [InlineData("{{ strftime_now('%Q') }}", "%Q")]
    public void Render_HostileTemplate_IsRefused(string source, string expected)
    {
        var error = Assert.Throws<InferenceException>(() => Render(source));
        Assert.StartsWith("chat template, line 1: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused()
    {
        foreach (var unit in new[] { "(", "[", "not ", "-", "{'a':", "a[", "f(" })
        {
            var source = "{{ " + string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length * 5)) + " }}";
            Assert.Throws<InferenceException>(() => ChatTemplate.Parse(source));
        }

        var ifs = string.Concat(Enumerable.Repeat("{% if a %}", 50_000));
        Assert.Throws<InferenceException>(() => ChatTemplate.Parse(ifs));
    }

    [Fact]
    public void Render_LongChainOfOperators_IsRefusedOrRendered()
    {
        var source = "{{ 1" + string.Concat(Enumerable.Repeat("+1", 200_000)) + " }}";
        var error = Record.Exception(() => Render(source));
        Assert.True(error is null or InferenceException);
    }

    [Fact]
    public void Render_InputWithHalfACharacter_NamesTheInput()
    {
        using var document = JsonDocument.Parse("""[{"role":"user","content":"\ud800"}]""");
        var input = new ChatTemplateInput { Messages = document.RootElement };
        var error = Assert.Throws<InferenceException>(() => ChatTemplate.Parse("").Render(input));
        Assert.Equal("messages: holds text that is not Unicode", error.Message);
    }

    [Fact]
    public void Render_RaiseException_CarriesItsMessage()
    {
        var error = Assert.Throws<InferenceException>(() => Render("a\n{{ raise_exception('Roles must alternate') }}"));
        Assert.Equal("chat template: Roles must alternate", error.Message);
    }

    [Fact]
    public void Render_ErrorInLaterLine_NamesIt()
    {
        var error = Assert.Throws<InferenceException>(() => Render("a\n{% if true %}\n{{ nothing.x }}{% endif %}"));
        Assert.Equal("chat template, line 3: 'nothing' is undefined", error.Message);
        Assert.Contains("line 2", Assert.Throws<InferenceException>(() => Render("x\n{{ a | odd }}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RandomDamage_GivesInferenceExceptionsOnly()
    {
        const string Source = "{% for m in messages if m.a %}{{ m['b'] | upper ~ (1 + 2) }}{% else %}{% set x = [1, 'q'] %}{{ x[0:1] }}{% endfor %}";
        var random = new Random(9);
        for (var round = 0; round < 3000; round++)
        {
            var chars = Source.ToCharArray();
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                chars[random.Next(chars.Length)] = "{}%[]()|'\"~.:,+-*/ xif#\n0"[random.Next(24)];
            }

            var error = Record.Exception(() => Render(new string(chars)));
            Assert.True(error is null or InferenceException, $"{new string(chars)}: {error}");
        }
    }

    [Fact]
    public void Render_ManyThreads_GivesTheSame()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(n=0) %}{% set b %}{{ add_generation_prompt }}{% endset %}{% for i in range(50) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}{{ b }}");
        Parallel.For(0, 200, i => Assert.Equal(i % 2 == 0 ? "1225True" : "1225False", template.Render(Input(i % 2 == 0))));
    }

    private static string Render(string source) => ChatTemplate.Parse(source).Render(Input(true));

    private static ChatTemplateInput Input(bool prompt)
    {
        using var document = JsonDocument.Parse("""[{"role":"user","content":"x"}]""");
        return new ChatTemplateInput { Messages = document.RootElement.Clone(), AddGenerationPrompt = prompt };
    }
}
