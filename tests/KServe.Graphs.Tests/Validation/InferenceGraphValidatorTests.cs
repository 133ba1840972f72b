namespace KServe.Graphs.Tests.Validation;

public sealed class InferenceGraphValidatorTests
{
    [Fact]
    public void Validate_GraphOfEverything_NoError()
    {
        var graph = new InferenceGraphBuilder("all-of-it")
            .Sequence("root", static node => node
                .Service("first", static step => step.Named("a").Hard())
                .Node("split", static step => step.OnResponse().When("predictions.0").MapPredictionsToInstances())
                .Node("both"))
            .Splitter("split", static node => node
                .Service("x", static step => step.Weight(99))
                .Url(new Uri("https://example.com/v1/models/x:predict"), static step => step.Weight(1)))
            .Ensemble("both", static node => node.Service("x").Node("choice"))
            .Switch("choice", static node => node.Service("y", static step => step.When("[@this].#(a==1)")))
            .Build();
        Assert.Empty(InferenceGraphValidator.Validate(graph));
    }

    [Fact]
    public void Validate_EverythingWrong_AllErrorsAtOnce()
    {
        var graph = new InferenceGraphBuilder("Bad_Name") { Timeout = TimeSpan.Zero }
            .Splitter("split", static node => node
                .Service("a", static step => step.Weight(60))
                .Service("b", static step => step.Weight(60)))
            .Splitter("none", static node => node.Service("a"))
            .Sequence("loop", static node => node.Node("back"))
            .Sequence("back", static node => node.Node("loop").Node("nowhere"))
            .Switch("choice", static node => node.Service("a", static step => step.When("#(a==")))
            .Ensemble("names", static node => node
                .Service("a", static step => step.Named("1"))
                .Service("b"))
            .Sequence("empty", static _ => { })
            .Build();
        var errors = InferenceGraphValidator.Validate(graph);
        Assert.Equal(
        [
            "InferenceGraph 'Bad_Name': a name of lower case letters, digits and '-' was expected, from letter to "
                + "letter or digit, like 'my-graph'.",
            "InferenceGraph 'Bad_Name': timeout must be more than zero and at most 24 days, got 00:00:00.",
            "InferenceGraph 'Bad_Name': a node 'root' is missing; requests enter there.",
            "InferenceGraph 'Bad_Name', node 'split': the weights of a Splitter must make 100, got 120.",
            "InferenceGraph 'Bad_Name', node 'none', step 0: a weight from 0 to 100 was expected, it is missing.",
            "InferenceGraph 'Bad_Name', node 'back', step 1: there is no node 'nowhere'.",
            "InferenceGraph 'Bad_Name', node 'choice', step 0: condition '#(a==': the '(' at position 1 is not closed.",
            "InferenceGraph 'Bad_Name', node 'names', step 1: another step of the node has the same name.",
            "InferenceGraph 'Bad_Name', node 'empty': from 1 to 64 steps were expected, got 0.",
            "InferenceGraph 'Bad_Name': node 'loop' calls itself, directly or through others.",
        ], errors);
    }

    [Theory]
    [InlineData(null, null, null, "one of nodeName, serviceName and serviceUrl is missing.")]
    [InlineData("root", "a", null, "only one of nodeName, serviceName and serviceUrl was expected.")]
    [InlineData(null, "a/b", null, "serviceName: model name must not contain path traversal characters.")]
    [InlineData(null, null, "ftp://x/", "serviceUrl: an absolute http or https URL was expected.")]
    [InlineData(null, null, "x/y", "serviceUrl: an absolute http or https URL was expected.")]
    [InlineData(
        null,
        null,
        "http://me:secret@x/",
        "serviceUrl: a URL without user and password was expected; propagate a header instead.")]
    public void Validate_Target_NamesTheStepAndNoSecret(string? node, string? service, string? url, string expected)
    {
        var graph = Graph(new GraphStep { Name = "s", NodeName = node, ServiceName = service, ServiceUrl = url });
        Assert.Contains(
            $"InferenceGraph 'g', node 'root', step 0 ('s'): {expected}", InferenceGraphValidator.Validate(graph));
    }

    [Fact]
    public void Validate_TooDeep_IsRefused()
    {
        Assert.Empty(InferenceGraphValidator.Validate(Chain(InferenceGraphValidator.MaxDepth, 1)));
        Assert.Equal(
            ["InferenceGraph 'g': at most 16 nodes inside each other were expected, got 17."],
            InferenceGraphValidator.Validate(Chain(InferenceGraphValidator.MaxDepth + 1, 1)));
    }

    [Fact]
    public void Validate_TooManyCalls_IsRefused() =>
        Assert.Equal(
            ["InferenceGraph 'g': a request may call at most 1024 services, got 2048."],
            InferenceGraphValidator.Validate(Chain(11, 2)));

    [Fact]
    public void Validate_TooWide_IsRefused() =>
        Assert.Equal(
            ["InferenceGraph 'g', node 'root': from 1 to 64 steps were expected, got 65."],
            InferenceGraphValidator.Validate(Graph([.. Enumerable.Repeat(new GraphStep { ServiceName = "a" }, 65)])));

    private static InferenceGraph Graph(params GraphStep[] steps) => new()
    {
        Name = "g",
        Nodes = new Dictionary<string, GraphNode>(StringComparer.Ordinal) { ["root"] = new() { Steps = steps } },
    };

    /// <summary>A row of nodes, each of which calls the next one so many times.</summary>
    private static InferenceGraph Chain(int depth, int width)
    {
        Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
        for (var i = 0; i < depth; i++)
        {
            var step = i == depth - 1
                ? new GraphStep { ServiceName = "a" }
                : new GraphStep { NodeName = $"n{i + 1}" };
            nodes[i == 0 ? "root" : $"n{i}"] = new GraphNode { Steps = [.. Enumerable.Repeat(step, width)] };
        }

        return new InferenceGraph { Name = "g", Nodes = nodes };
    }
}
