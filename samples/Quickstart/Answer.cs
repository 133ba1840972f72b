namespace Quickstart;

/// <summary>One row of the table: what was asked, how, and what came back.</summary>
internal sealed record Answer(string Protocol, string Model, string Request, string Response, bool IsGood);
