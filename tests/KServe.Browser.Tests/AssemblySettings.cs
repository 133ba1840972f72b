using KServe.Browser.Tests.Browsing;

[assembly: AssemblyFixture(typeof(Chromium))]
