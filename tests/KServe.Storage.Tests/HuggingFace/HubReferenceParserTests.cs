using KServe.Storage.HuggingFace;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class HubReferenceParserTests
{
    [Theory]
    [InlineData("hf://Qwen/Qwen2.5-0.5B-Instruct", "Qwen/Qwen2.5-0.5B-Instruct", "main")]
    [InlineData("hf://a/b:v1.0", "a/b", "v1.0")]
    [InlineData("hf://a/b@refs/pr/1", "a/b", "refs/pr/1")]
    [InlineData("hf://a/b:feature/x", "a/b", "feature/x")]
    [InlineData("hf://a/b:", "a/b", "main")]
    [InlineData("HF://gpt2", "gpt2", "main")]
    [InlineData("hf://_a/b_c.d-e", "_a/b_c.d-e", "main")]
    public void Parse_Uri_HasRepositoryAndRevision(string uri, string repository, string revision)
    {
        HubReference reference = HubReferenceParser.Parse(uri);
        Assert.Equal(repository, reference.Repository);
        Assert.Equal(revision, reference.Revision);
    }

    [Theory]
    [InlineData("hf://")]
    [InlineData("hf://a/")]
    [InlineData("hf:///b")]
    [InlineData("hf://a/b/c")]
    [InlineData("hf://a/..")]
    [InlineData("hf://../b")]
    [InlineData("hf://a/b..c")]
    [InlineData("hf://a/b--c")]
    [InlineData("hf://-a/b")]
    [InlineData("hf://a/b.")]
    [InlineData("hf://a/b c")]
    [InlineData("hf://a/b%2f..")]
    [InlineData("hf://a\\b")]
    [InlineData("hf://a/b#main")]
    [InlineData("hf://user:pw@host/b")]
    [InlineData("hf://a/b:../main")]
    [InlineData("hf://a/b:/main")]
    [InlineData("hf://a/b:ma in")]
    [InlineData("hf://a/b:main?x=1")]
    [InlineData("hf://a/b?allow")]
    [InlineData("hf://a/b?allow=")]
    [InlineData("hf://a/é")]
    public void Parse_BadUri_IsRefused(string uri)
    {
        InferenceException error = Assert.Throws<InferenceException>(() => HubReferenceParser.Parse(uri));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Parse_LongNames_AreRefused()
    {
        Assert.Equal(96, HubReferenceParser.Parse("hf://a/" + new string('b', 96)).Repository.Length - 2);
        Assert.Throws<InferenceException>(() => HubReferenceParser.Parse("hf://a/" + new string('b', 97)));
        Assert.Throws<InferenceException>(() => HubReferenceParser.Parse("hf://a/b:" + new string('c', 256)));
        Assert.Throws<InferenceException>(() => HubReferenceParser.Parse("hf://a/b?allow=" + new string('c', 4096)));
    }

    [Fact]
    public void Parse_Patterns_AreSplitAndDecoded()
    {
        HubReference reference = HubReferenceParser.Parse("hf://a/b@main?allow=*.gguf,a%2Cb.json&ignore=x/*&allow=y");

        Assert.Equal(["*.gguf", "a,b.json", "y"], reference.Allow!);
        Assert.Equal(["x/*"], reference.Ignore);
    }

    [Theory]
    [InlineData("1111111111111111111111111111111111111111", true)]
    [InlineData("111111111111111111111111111111111111111", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("main", false)]
    public void IsCommit_Revision_IsAWholeCommitOnly(string revision, bool expected) =>
        Assert.Equal(expected, HubReferenceParser.Parse($"hf://a/b:{revision}").IsCommit);
}
