namespace KServe.Graphs.Tests.Conditions;

/// <summary>The examples of GJSON's documentation, and those of KServe.</summary>
public sealed class DocumentedPathTests
{
    private const string Person = """
        {
          "name": {"first": "Tom", "last": "Anderson"},
          "age":37,
          "children": ["Sara","Alex","Jack"],
          "fav.movie": "Deer Hunter",
          "friends": [
            {"first": "Dale", "last": "Murphy", "age": 44, "nets": ["ig", "fb", "tw"]},
            {"first": "Roger", "last": "Craig", "age": 68, "nets": ["fb", "tw"]},
            {"first": "Jane", "last": "Murphy", "age": 47, "nets": ["ig", "tw"]}
          ]
        }
        """;

    private const string Values = """
        {
          "vals": [
            { "a": 1, "b": "data" }, { "a": 2, "b": true }, { "a": 3, "b": false }, { "a": 4, "b": "0" },
            { "a": 5, "b": 0 }, { "a": 6, "b": "1" }, { "a": 7, "b": 1 }, { "a": 8, "b": "true" },
            { "a": 9, "b": false }, { "a": 10, "b": null }, { "a": 11 }
          ]
        }
        """;

    private const string Picker = """{"decision_picker":"ERROR","key1":{"name":"abc"}}""";

    private const string Instances = """
        {"source":"client1","instances":[
          {"name":"blue","intval":0,"strval":"kserve","modelId":"2"},
          {"name":"green","intval":11,"strval":"1red-server1","modelId":"1"}]}
        """;

    [Theory]
    [InlineData("name.last", "\"Anderson\"")]
    [InlineData("name.first", "\"Tom\"")]
    [InlineData("age", "37")]
    [InlineData("children", """["Sara","Alex","Jack"]""")]
    [InlineData("children.0", "\"Sara\"")]
    [InlineData("children.1", "\"Alex\"")]
    [InlineData("children.3", null)]
    [InlineData("children.-1", null)]
    [InlineData("children.first", null)]
    [InlineData("friends.1.first", "\"Roger\"")]
    [InlineData("missing", null)]
    [InlineData("age.more", null)]
    [InlineData("", null)]
    public void Get_Basic_FindsWhatTheDocumentationSays(string path, string? expected) =>
        Assert.Equal(expected, ConditionText.Get(Person, path));

    [Theory]
    [InlineData("child*.2", "\"Jack\"")]
    [InlineData("c?ildren.0", "\"Sara\"")]
    [InlineData("x*", null)]
    [InlineData("fav\\.movie", "\"Deer Hunter\"")]
    [InlineData("fav.movie", null)]
    [InlineData("f*.m*", null)]
    [InlineData("fav\\.*", "\"Deer Hunter\"")]
    [InlineData("*\\*", null)]
    public void Get_WildcardsAndEscapes_FindsWhatTheDocumentationSays(string path, string? expected) =>
        Assert.Equal(expected, ConditionText.Get(Person, path));

    [Theory]
    [InlineData("friends.#", "3")]
    [InlineData("friends.#.age", "[44,68,47]")]
    [InlineData("friends.#.missing", "[]")]
    [InlineData("name.#", null)]
    [InlineData("friends.#(last==\"Murphy\").first", "\"Dale\"")]
    [InlineData("friends.#(last==\"Murphy\")#.first", """["Dale","Jane"]""")]
    [InlineData("friends.#(last=\"Murphy\").first", "\"Dale\"")]
    [InlineData("friends.#(last==Murphy).first", "\"Dale\"")]
    [InlineData("friends.#( last == Murphy ).first", "\"Dale\"")]
    [InlineData("friends.#(age>45)#.last", """["Craig","Murphy"]""")]
    [InlineData("friends.#(age>=47)#.last", """["Craig","Murphy"]""")]
    [InlineData("friends.#(age<47)#.last", "[\"Murphy\"]")]
    [InlineData("friends.#(age<=47)#.age", "[44,47]")]
    [InlineData("friends.#(age!=44)#.age", "[68,47]")]
    [InlineData("friends.#(age==44.0)#.age", "[44]")]
    [InlineData("friends.#(first%\"D*\").last", "\"Murphy\"")]
    [InlineData("friends.#(first!%\"D*\").last", "\"Craig\"")]
    [InlineData("friends.#(first%D?le).last", "\"Murphy\"")]
    [InlineData("friends.#(first>\"Dale\")#.first", """["Roger","Jane"]""")]
    [InlineData("friends.#(missing)", null)]
    [InlineData("friends.#(missing)#", "[]")]
    [InlineData("friends.#(nets)#.age", "[44,68,47]")]
    [InlineData("children.#(!%\"*a*\")", "\"Alex\"")]
    [InlineData("children.#(%\"*a*\")#", """["Sara","Jack"]""")]
    [InlineData("friends.#(nets.#(==\"fb\"))#.first", """["Dale","Roger"]""")]
    [InlineData("friends.#[last==\"Murphy\"].first", "\"Dale\"")]
    [InlineData("name.#(first==\"Tom\")", null)]
    [InlineData("children.#(x==\"Sara\")", null)]
    public void Get_ArraysAndQueries_FindsWhatTheDocumentationSays(string path, string? expected) =>
        Assert.Equal(expected, ConditionText.Get(Person, path));

    // Texts compare by their letters, and numbers with what is no number as with 0.
    [Theory]
    [InlineData("vals.#(b==~true)#.a", "[2,6,7,8]")]
    [InlineData("vals.#(b==~false)#.a", "[3,4,5,9,10,11]")]
    [InlineData("vals.#(b==~null)#.a", "[10,11]")]
    [InlineData("vals.#(b==~*)#.a", "[1,2,3,4,5,6,7,8,9,10]")]
    [InlineData("vals.#(b!=~*)#.a", "[11]")]
    [InlineData("vals.#(b==true)#.a", "[2,5,8]")]
    [InlineData("vals.#(b!=true)#.a", "[1,3,4,6,7,9]")]
    [InlineData("vals.#(b>=false)#.a", "[2,5,7,8]")]
    [InlineData("vals.#(b<true)#.a", "[1,3,4,6,9]")]
    public void Get_BooleansAndTilde_FindsWhatTheDocumentationSays(string path, string expected) =>
        Assert.Equal(expected, ConditionText.Get(Values, path));

    [Theory]
    [InlineData("friends.0.first", "\"Dale\"")]
    [InlineData("friends|0.first", "\"Dale\"")]
    [InlineData("friends.0|first", "\"Dale\"")]
    [InlineData("friends|0|first", "\"Dale\"")]
    [InlineData("friends|#", "3")]
    [InlineData("friends.#(last=\"Murphy\")#|first", null)]
    [InlineData("friends.#(last=\"Murphy\")#.0", "[]")]
    [InlineData("friends.#(last=\"Murphy\")#|0.age", "44")]
    [InlineData("friends.#(last=\"Murphy\")#.#", "[]")]
    [InlineData("friends.#(last=\"Murphy\")#|#", "2")]
    [InlineData("friends.#.nets.#(=\"fb\")", """["fb","fb"]""")]
    [InlineData("friends.#.nets|0.0", "\"ig\"")]
    public void Get_DotAndPipe_FindsWhatTheDocumentationSays(string path, string? expected) =>
        Assert.Equal(expected, ConditionText.Get(Person, path));

    [Theory]
    [InlineData("@this.age", "37")]
    [InlineData("name.@this.first", "\"Tom\"")]
    [InlineData("@this|@this|age", "37")]
    [InlineData("[@this].#", "1")]
    [InlineData("[age,missing,name.first]", """[37,"Tom"]""")]
    [InlineData("[@this].#(age>36).name.last", "\"Anderson\"")]
    [InlineData("@unknown", null)]
    public void Get_ThisAndSelections_FindsWhatTheDocumentationSays(string path, string? expected) =>
        Assert.Equal(expected, ConditionText.Get(Person, path));

    [Theory]
    [InlineData(Picker, "[@this].#(decision_picker==ERROR)", true)]
    [InlineData(Picker, "[@this].#(decision_picker==SUCCESS)", false)]
    [InlineData(Picker, "[@this].#(decision_picker==\"ERROR\")", true)]
    [InlineData(Picker, "[@this].#(key1.name==abc)", true)]
    [InlineData(Instances, "[@this].#(source==client)", false)]
    [InlineData(Instances, "[@this].#(source==client1)", true)]
    [InlineData(Instances, "instances.#(intval>10)", true)]
    [InlineData(Instances, "instances.#(intval>11)", false)]
    [InlineData(Instances, "instances.#(strval%*red-server*)", true)]
    [InlineData(Instances, "instances.#(modelId==\"1\")", true)]
    [InlineData(Instances, "instances.#(modelId==\"3\")", false)]
    [InlineData("""{"predictions":[1,2]}""", "[@this].#(predictions.0==1)", true)]
    [InlineData("""{"predictions":[2,1]}""", "[@this].#(predictions.0==1)", false)]
    [InlineData("""{"predictions":[{"label":"dog"}]}""", "predictions.#(label==\"dog\")", true)]
    [InlineData("""{"predictions":[{"label":"cat"}]}""", "predictions.#(label==\"dog\")", false)]
    public void IsMet_ConditionsOfKServe_DecidesAsItsRouter(string json, string path, bool expected)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(json);
        using var document = GraphCondition.TryRead(body);
        Assert.Equal(expected, ConditionText.Parse(path).IsMet(document!, body.Length));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "a", "1")]
    [InlineData("""{"\u0061b":3}""", "ab", "3")]
    [InlineData("""[{"n":"\u00e9"}]""", "#(n==é).n", "\"\\u00E9\"")]
    [InlineData("""["a\"b"]""", "#(==\"a\\\"b\")", "\"a\\u0022b\"")]
    [InlineData("""{"":{"x":1}}""", ".x", "1")]
    [InlineData("""{"#":{"x":5}}""", "#.x", "5")]
    [InlineData("""{"a":null}""", "a", "null")]
    [InlineData("""[null,0]""", "#(==0)", "0")]
    [InlineData("""["ab","日本"]""", "#(%\"??\")#", "[\"ab\",\"\\u65E5\\u672C\"]")]
    [InlineData("""{"a":[1,2]}""", "a.00", "1")]
    public void Get_Corners_AsInGjson(string json, string path, string expected) =>
        Assert.Equal(expected, ConditionText.Get(json, path));
}
