using System.Text.Json;

namespace KServe.Runtime.Generative.Tests.Grammars;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", """ "a\"b\u00e9日\ud83d" """, false)]
    [InlineData("""{"type":"string"}""", "\"a\\\"b\\u00e9日\"", true)]
    [InlineData("""{"type":"string"}""", "\"a\nb\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"a\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"日本\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"abcd\"", false)]
    [InlineData("""{"type":"string","pattern":"^[a-z]+$"}""", "\"abc\"", true)]
    [InlineData("""{"type":"string","pattern":"^[a-z]+$"}""", "\"a1\"", false)]
    [InlineData("""{"type":"string","pattern":"b"}""", "\"abc\"", true)]
    [InlineData("""{"type":"string","pattern":"^a.c$"}""", "\"a\\\"c\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-13-01\"", false)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2024-12-01T10:00:00Z\"", true)]
    [InlineData("""{"type":"string","format":"something"}""", "\"x\"", true)]
    [InlineData("""{"type":"integer"}""", "-12", true)]
    [InlineData("""{"type":"integer"}""", "012", false)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"type":"number"}""", "-1.5e+10", true)]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "0.75", true)]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "1.5", false)]
    [InlineData("""{"type":"number","minimum":-2}""", "-1.99", true)]
    [InlineData("""{"type":"number","minimum":-2}""", "-2.01", false)]
    [InlineData("""{"type":"boolean"}""", "true", true)]
    [InlineData("""{"type":["string","null"]}""", "null", true)]
    [InlineData("""{"enum":["a",1,null,{"b":[]}]}""", "{\"b\":[]}", true)]
    [InlineData("""{"enum":["a",1,null]}""", "\"b\"", false)]
    [InlineData("""{"const":"<x>"}""", "\"<x>\"", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[1, 2]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[]", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[1,2,3]", false)]
    [InlineData("""{"type":"array","maxItems":0}""", "[ ]", true)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"null"}]}""", "[\"a\",null]", true)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"required":["b"]}""", "{\"b\":1}", true)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"required":["b"]}""", "{\"a\":[],\"b\":1}", true)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"required":["b"]}""", "{\"a\":1}", false)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"required":["b"]}""", "{,\"b\":1}", false)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}}}""", "{}", true)]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}}}""", "{\"c\":1}", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"integer"}}""", "{\"c\":1,\"d\":2}", true)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"integer"}}""", "{\"a\":0,\"c\":\"x\"}", false)]
    [InlineData("""{"type":"object"}""", "{\"any\":{\"thing\":[1,2]}}", true)]
    [InlineData("""{"type":"object","additionalProperties":false}""", "{}", true)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "null", true)]
    [InlineData("""{"allOf":[{"type":"integer"}]}""", "3", true)]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"required":["next"]}}}""", "{\"next\":{\"next\":null}}", true)]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"required":["next"]}}}""", "{\"next\":{}}", false)]
    [InlineData("true", "[1,{\"a\":null}]", true)]
    public void Takes_Document_AsTheSchemaSays(string schema, string text, bool expected) =>
        Assert.Equal(expected, GrammarTester.Schema(schema).Takes(text.Trim(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("false")]
    [InlineData("""{"type":"stsring"}""")]
    [InlineData("""{"type":3}""")]
    [InlineData("""{"$ref":"http://example.com/schema"}""")]
    [InlineData("""{"$ref":"#/$defs/absent"}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/a","a":{"$ref":"#/b"},"b":{"$ref":"#/a"}}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""")]
    [InlineData("""{"not":{}}""")]
    [InlineData("""{"type":"array","uniqueItems":true}""")]
    [InlineData("""{"type":"string","minLength":-1}""")]
    [InlineData("""{"type":"string","maxLength":1e9}""")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""")]
    [InlineData("""{"type":"number","minimum":0.5}""")]
    [InlineData("""{"enum":[]}""")]
    [InlineData("""{"type":"object","required":["a"],"properties":{}}""")]
    [InlineData("""{"type":"string","pattern":"(?=a)"}""")]
    [InlineData("""{"allOf":[{"type":"object"},{"type":"object"}]}""")]
    public void Read_WrongOrUnsupported_IsRefused(string schema) =>
        Assert.Equal(
            InferenceErrorCode.InvalidArgument,
            Assert.Throws<InferenceException>(() => GrammarTester.Schema(schema)).Code);

    [Fact]
    public void Read_Bombs_AreRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"items\":", 1000)) + "{}" + new string('}', 1000);
        Assert.Throws<InferenceException>(() => GrammarTester.Schema(deep));
        var many = string.Join(',', Enumerable.Range(0, 100_000));
        Assert.Throws<InferenceException>(() => GrammarTester.Schema($$"""{"enum":[{{many}}]}"""));
        var nested = """{"type":"string"}""";
        for (var i = 0; i < 8; i++)
        {
            nested = $$"""{"type":"array","minItems":1000,"items":{{nested}}}""";
        }

        // Rules keep it small however deep it multiplies.
        Assert.False(GrammarTester.Schema(nested).Takes("[]"));
    }

    [Theory]
    [InlineData(-17, 1234)]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(99, 1001)]
    [InlineData(-200, -3)]
    [InlineData(-1, 1)]
    [InlineData(1, 10)]
    public void Takes_IntegersOfRange_AndNoOthers(int min, int max)
    {
        var tester = GrammarTester.Schema($$"""{"type":"integer","minimum":{{min}},"maximum":{{max}}}""");
        for (var value = min - 120; value <= max + 120; value++)
        {
            Assert.Equal(value >= min && value <= max, tester.Takes($"{value}"));
        }
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":42}""", 41, 42)]
    [InlineData("""{"type":"integer","exclusiveMinimum":42}""", 42, 43)]
    [InlineData("""{"type":"integer","maximum":-3}""", -2, -3)]
    [InlineData("""{"type":"integer","exclusiveMaximum":100}""", 100, 99)]
    public void Takes_HalfOpenRanges(string schema, int outside, int inside)
    {
        var tester = GrammarTester.Schema(schema);
        Assert.False(tester.Takes($"{outside}"));
        Assert.True(tester.Takes($"{inside}"));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string","maxLength":5},"age":{"type":"integer","minimum":0,"maximum":120},"tags":{"type":"array","items":{"enum":["x","y"]},"maxItems":3}},"required":["name","age"]}""")]
    [InlineData("""{"type":"array","items":{"anyOf":[{"type":"boolean"},{"type":"object","properties":{"k":{"type":"number"}}}]},"maxItems":4}""")]
    [InlineData("""{"type":"string","format":"uuid"}""")]
    public void Write_RandomTokens_IsJsonOfTheSchema(string schema)
    {
        var tester = GrammarTester.Schema(schema);
        var random = new Random(schema.Length);
        var written = 0;
        for (var i = 0; i < 60; i++)
        {
            var text = tester.Write(random, 300);
            if (text.Length == 0)
            {
                continue;
            }

            written++;
            using var document = JsonDocument.Parse(text);
            Assert.True(tester.Takes(text));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Assert.InRange(document.RootElement.GetProperty("age").GetInt32(), 0, 120);
                Assert.True(document.RootElement.GetProperty("name").GetString()!.EnumerateRunes().Count() <= 5);
            }
        }

        Assert.True(written > 20);
    }

    [Fact]
    public void Write_AnyJson_IsJson()
    {
        var tester = new GrammarTester(new OutputConstraint(OutputConstraintKind.JsonObject));
        var random = new Random(8);
        for (var i = 0; i < 100; i++)
        {
            var text = tester.Write(random, 200);
            if (text.Length > 0)
            {
                using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
                Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
            }
        }
    }
}
