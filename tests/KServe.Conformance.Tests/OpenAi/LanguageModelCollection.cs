namespace KServe.Conformance.Tests.OpenAi;

/// <summary>The tests that ask one language model server, and leave it as they found it.</summary>
[CollectionDefinition(nameof(LanguageModelCollection))]
public sealed class LanguageModelCollection : ICollectionFixture<LanguageModelServer>;
